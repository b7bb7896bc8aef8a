/** The deal of the tab, read again whenever the server says that something of it changed. */
import { onScopeDispose, ref, shallowRef } from 'vue'
import { type Api, useApi } from '../api'
import { sessionOver } from '../api/client'
import type { Act, DealPage } from '../api/shapes'

const RETRY_MS = 5000

export function useDeal() {
  const api = useApi()
  const page = shallowRef<DealPage>()
  const error = ref('')

  async function reload(): Promise<void> {
    try {
      page.value = await api.deal()
      error.value = ''
    } catch (cause) {
      error.value = (cause as Error).message
    }
  }

  /** Shows an act at once, before the totals are read again. */
  function put(act: Act): void {
    if (!page.value) return
    const acts = page.value.acts.some(({ id }) => id === act.id)
      ? page.value.acts.map(known => known.id === act.id ? act : known)
      : [act, ...page.value.acts]
    page.value = { ...page.value, acts }
    void reload()
  }

  const leaving = new AbortController()
  onScopeDispose(() => leaving.abort())
  void reload().then(() => follow(api, page.value?.version ?? 0, leaving.signal, reload))

  return { page, error, reload, put }
}

/** Asks for changes as long as the tab is there and visible: a hidden one holds no thread of the server. */
async function follow(api: Api, version: number, leaving: AbortSignal, changed: () => Promise<void>): Promise<void> {
  let since = version
  while (!leaving.aborted && !sessionOver.value) {
    await visible()
    try {
      const answer = await api.changes(since, leaving)
      if (answer.version !== since) await changed()
      since = answer.version
    } catch {
      // The page itself tells about a lost server on its next read: here it is only waited for.
      await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    }
  }
}

function visible(): Promise<void> {
  if (!document.hidden) return Promise.resolve()
  return new Promise(resolve => document.addEventListener('visibilitychange', () => resolve(), { once: true }))
}
