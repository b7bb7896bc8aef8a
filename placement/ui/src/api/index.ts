/** The routes of docs/api.md, typed. */
import { inject, type InjectionKey } from 'vue'
import type { JournalPage, JournalRow, MirrorKind, RequestsPage, RowDecision } from '../journal/shapes'
import type { Tokens } from '../frame'
import type { Client } from './client'
import type {
  Act, Contact, DealPage, FunnelChoice, InstallPage, Invoice, PlanLine, RegisterOptions, RegisterPage, Verdict
} from './shapes'

type ActAnswer = Promise<{ act: Act }>

export interface NewAct { request: string, title: string, amount: string, is_last: boolean }
export interface InstallChoice { funnels: FunnelChoice[], sees_all: number[], feed: boolean, process_id: number | null, folder: string }

export function createApi(client: Client) {
  const act = (id: number, verb: string) => `/api/acts/${id}/${verb}`
  return {
    deal: () => client.get<DealPage>('/api/deal'),
    changes: (since: number, signal: AbortSignal) =>
      client.get<{ version: number }>('/api/changes', new URLSearchParams({ since: String(since) }), signal),
    contacts: (dealId: number) =>
      client.get<{ contacts: Contact[], primary_id: number | null }>('/api/contacts', new URLSearchParams({ deal_id: String(dealId) })),
    create: (body: NewAct): ActAnswer => client.post('/api/acts', body),
    send: (id: number, body: { request: string, contact_id: number }): ActAnswer => client.post(act(id, 'send'), body),
    void: (id: number, reason: string): ActAnswer => client.post(act(id, 'void'), { reason }),
    reissue: (id: number, body: { request: string, title: string, amount: string }): ActAnswer => client.post(act(id, 'reissue'), body),
    confirm: (id: number): ActAnswer => client.post(act(id, 'confirm'), {}),
    rejectCopy: (id: number): ActAnswer => client.post(act(id, 'reject-copy'), {}),
    decideLetter: (id: number, decision: 'sent' | 'again'): ActAnswer => client.post(act(id, 'letter'), { decision }),
    copy: (id: number, file: File, progress: (share: number) => void): Promise<Verdict> =>
      client.upload(act(id, 'copy'), form({ file }), progress),
    paper: (id: number, on: string, file: File | null): ActAnswer =>
      client.upload(act(id, 'paper'), form(file ? { on, file } : { on }), () => {}),
    pay: (id: number, body: { request: string, amount: string }): Promise<{ invoice: Invoice }> =>
      client.post(`/api/invoices/${id}/pay`, body),
    register: (query: URLSearchParams, signal?: AbortSignal) => client.get<RegisterPage>('/api/register/acts', query, signal),
    registerCsv: (query: URLSearchParams) => client.download('/api/register/acts.csv', query),
    registerOptions: () => client.get<RegisterOptions>('/api/register/options'),
    journal: (query: URLSearchParams, signal?: AbortSignal) => client.get<JournalPage>('/api/journal', query, signal),
    decideRow: (id: string, decision: RowDecision): Promise<{ row: JournalRow }> =>
      client.post(`/api/journal/${id.replace(':', '/')}/${decision}`, {}),
    mirror: () => client.get<{ kinds: MirrorKind[] }>('/api/mirror'),
    compareMirror: (): Promise<unknown> => client.post('/api/mirror/compare', {}),
    requests: (before: number | undefined, refused: boolean) => {
      const asked = { before: before === undefined ? '' : String(before), refused: refused ? '1' : '' }
      return client.get<RequestsPage>('/api/journal/requests', new URLSearchParams(Object.entries(asked).filter(([, value]) => value)))
    },
    install: () => client.get<InstallPage>('/api/install'),
    chooseFunnels: (body: InstallChoice): Promise<InstallPage> => client.post('/api/install/funnels', body),
    apply: (): Promise<unknown> => client.post('/api/install/apply', {}),
    removal: () => client.get<{ lines: PlanLine[] }>('/api/install/removal'),
    remove: (clean: boolean): Promise<unknown> => client.post('/api/install/remove', { clean }),
    takeOver: (tokens: Tokens): Promise<unknown> => client.post('/api/office', tokens)
  }
}

function form(parts: Record<string, string | File>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(parts)) data.append(name, value)
  return data
}

export type Api = ReturnType<typeof createApi>
export const apiKey: InjectionKey<Api> = Symbol('api')

export function useApi(): Api {
  return inject(apiKey)!
}
