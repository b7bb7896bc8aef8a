/** What may be done with an act, wherever it is shown: the tab's rows, the register's menu and panel. */
import { useToast } from '@bitrix24/b24ui-nuxt/composables'
import { inject, type InjectionKey, provide, reactive } from 'vue'
import { type Api, useApi } from '../api'
import type { Act, ActAction } from '../api/shapes'
import { type Messages, useMessages } from '../messages'

export type DialogKind = 'send' | 'void' | 'reissue' | 'paper'

/** One copy on its way: `share` of it is on the server, at 1 the server is reading it. */
export interface Upload { name: string, share: number }

export interface ActDesk {
  dialog: { kind: DialogKind, act: Act } | null
  uploads: Record<number, Upload>
  refusals: Record<number, string>
  /** Acts with a request under way: their buttons wait. */
  busy: Record<number, boolean>
  open(kind: DialogKind, act: Act): void
  close(): void
  /** Lets the user pick the signed copy's file. */
  pick(act: Act): void
  drop(act: Act, files: FileList | undefined): void
  confirm(act: Act): Promise<void>
  rejectCopy(act: Act): Promise<void>
  decideLetter(act: Act, decision: 'sent' | 'again'): Promise<void>
  /** To be called by a dialog when its request has succeeded. */
  finished(action: ActAction, act: Act): void
}

const key: InjectionKey<ActDesk> = Symbol('desk')

export function useDesk(): ActDesk {
  return inject(key)!
}

/** `changed` gets every act that the server answered with. */
export function provideDesk(changed: (act: Act) => void): ActDesk {
  const desk = createDesk(useApi(), useMessages(), useToast(), changed)
  provide(key, desk)
  return desk
}

function createDesk(api: Api, t: Messages, toast: ReturnType<typeof useToast>, changed: (act: Act) => void): ActDesk {
  const good = (title: string) => toast.add({ title, color: 'air-primary-success' })
  const bad = (title: string, description: string) => toast.add({ title, description, color: 'air-primary-alert', duration: 12000 })

  async function run(act: Act, action: ActAction, request: () => Promise<{ act: Act }>) {
    if (desk.busy[act.id]) return
    desk.busy[act.id] = true
    try {
      desk.finished(action, (await request()).act)
    } catch (error) {
      bad(t.failed, (error as Error).message)
    } finally {
      delete desk.busy[act.id]
    }
  }

  async function upload(act: Act, file: File) {
    delete desk.refusals[act.id]
    desk.uploads[act.id] = { name: file.name, share: 0 }
    try {
      const answer = await api.copy(act.id, file, share => { desk.uploads[act.id]!.share = share })
      if (answer.verdict === 'refused') desk.refusals[act.id] = answer.message
      if (answer.verdict === 'verified') good(t.done.verified(act.number))
      changed(answer.act)
    } catch (error) {
      desk.refusals[act.id] = (error as Error).message
    } finally {
      delete desk.uploads[act.id]
    }
  }

  const desk: ActDesk = reactive({
    dialog: null,
    uploads: {},
    refusals: {},
    busy: {},
    open: (kind: DialogKind, act: Act) => { desk.dialog = { kind, act } },
    close: () => { desk.dialog = null },
    pick: (act: Act) => pickFile(file => void upload(act, file)),
    drop(act: Act, files: FileList | undefined) {
      if (!files?.length) return
      if (!act.actions.includes('copy')) bad(t.copy.noDrop(act.number), t.copy.noDropWhy)
      else if (files.length > 1) bad(t.copy.noDrop(act.number), t.copy.one)
      else void upload(act, files[0]!)
    },
    confirm: (act: Act) => run(act, 'confirm', () => api.confirm(act.id)),
    rejectCopy: (act: Act) => run(act, 'reject_copy', () => api.rejectCopy(act.id)),
    decideLetter: (act: Act, decision: 'sent' | 'again') => run(act, 'letter_decide', () => api.decideLetter(act.id, decision)),
    finished(action: ActAction, act: Act) {
      if (action !== 'copy') good(t.done[action](act.number))
      changed(act)
    }
  })
  return desk
}

export const COPY_TYPES = 'application/pdf,image/*'

function pickFile(chosen: (file: File) => void): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: COPY_TYPES })
  input.onchange = () => input.files?.[0] && chosen(input.files[0])
  input.click()
}
