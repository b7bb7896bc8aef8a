/** Shapes of docs/api.md. Money is a string in roubles, dates are the portal's dates. */
export type ActAction = 'send' | 'void' | 'reissue' | 'paper' | 'copy' | 'confirm' | 'reject_copy' | 'letter_decide'
export type ActState = 'draft' | 'sent' | 'confirming' | 'signed' | 'void'
export type PayState = 'none' | 'partial' | 'paid'

export interface Letter {
  state: 'planned' | 'attempted' | 'sent' | 'unknown'
  to: string
  at: string | null
  cause: string
}

export interface Act {
  id: number
  number: string
  revision: number
  date: string
  title: string
  amount: string
  state: ActState
  stage_name: string
  is_last: boolean
  actions: ActAction[]
  signed: null | { how: 'qr' | 'person' | 'paper', on: string, by: string }
  offered: null | { file_name: string }
  needs: string
  missing: string[]
  letter: Letter | null
  payment: { state: PayState, paid: string, amount: string }
  file_url: string | null
  folder_url: string | null
  copy_url: string | null
  deal: { id: number, title: string, url: string }
  client: string
  company_id: number | null
  responsible: Named | null
  due: string | null
  preparing: boolean
  stopped: string
}

export interface Invoice {
  id: number
  number: string
  date: string
  amount: string
  paid: string
  state: 'open' | 'partial' | 'paid' | 'void'
  url: string
  actions: 'pay'[]
}

export interface Named { id: number, name: string }
export interface Contact extends Named { emails: string[] }

export interface DealPage {
  deal: { id: number, title: string, amount: string, url: string, stage: string }
  totals: { amount: string, issued: string, signed: string, paid: string, left: string }
  acts: Act[]
  invoices: Invoice[]
  notice: string
  version?: number
}

export interface Verdict { verdict: 'verified' | 'confirm' | 'refused', message: string, act: Act }

export interface RegisterPage {
  rows: Act[]
  totals: { count: number, amount: string, paid: string, debt: string }
  next: string | null
  prev: string | null
  from: number
  to: number
  presets: Record<'unsigned' | 'overdue' | 'mine' | 'unpaid', number>
}

export interface RegisterOptions {
  responsibles: Named[]
  states: { id: string, name: string }[]
}

export type Role = 'report_sent' | 'documents_sent' | 'invoice_paid' | 'won'

export interface Stage { id: string, name: string, color: string, semantics: string }

export interface Funnel {
  category_id: number
  name: string
  enabled: boolean
  acts_by: 'robot' | 'app'
  stages: Stage[]
  roles: Record<Role, string>
  create: Role[]
  rename_won: { from: string, to: string, chosen: boolean } | null
}

export interface InstallStep { key: string, title: string, state: 'todo' | 'done' | 'skipped' | 'failed' | 'running', detail: string }
export interface PlanLine { action: 'add' | 'change' | 'keep' | 'skip' | 'remove', kind: string, what: string, why: string, url: string, code?: string }

/** Where the acts may live; `settled` once they live somewhere, in the universal `list` of that title unless it is empty. */
export interface Homes { processes: Named[], process_id: number | null, list: string, folders: string[], folder: string, settled: boolean }
export interface Watch { at: string | null, mended_at: string | null, mended: string[] }
export interface Farewell { state: '' | 'asked' | 'failed' | 'done', clean: boolean, why: string, kept: PlanLine[] }

export interface InstallPage {
  steps: InstallStep[]
  plan: PlanLine[]
  installed: boolean
  funnels: Funnel[]
  homes: Homes
  installer: Named & { is_me: boolean }
  watch: Watch
  farewell: Farewell
  todo: { text: string, url: string }[]
  users: Named[]
  sees_all: number[]
  feed: boolean
}

export interface FunnelChoice {
  category_id: number
  enabled: boolean
  acts_by: 'robot' | 'app'
  roles: Record<Role, string>
  create: Role[]
  rename_won: boolean
}
