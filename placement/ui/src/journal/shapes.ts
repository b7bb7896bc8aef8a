/** Shapes of the journal in docs/api.md. */
export type Group = 'unknown' | 'failed' | 'waiting' | 'done'
export type RowDecision = 'retry' | 'cancel' | 'sent' | 'again'

export interface JournalRow {
  /** queue:id */
  id: string
  at: string
  state: Group
  cancelled: boolean
  title: string
  cause: string
  detail: string
  about: null | { text: string, url: string }
  actions: RowDecision[]
}

export interface JournalPage {
  rows: JournalRow[]
  counts: Record<'unknown' | 'failed' | 'waiting', number>
  next: string | null
}

export interface MirrorKind {
  kind: string
  title: string
  state: 'waiting' | 'reading' | 'done'
  rows: number
  share: number
  certificate: null | { at: string, portal: number, mirror: number, equal: boolean, different: number }
}

export interface HostRequest {
  id: number
  at: string
  method: string
  params: string
  status: number
  error: string
  ms: number
}

export interface RequestsPage { rows: HostRequest[], next: number | null }
