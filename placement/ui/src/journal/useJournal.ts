/** The journal's rows for the present view: a newer question overtakes an older one, the first page keeps itself fresh. */
import { useIntervalFn, watchDebounced } from '@vueuse/core'
import { onMounted, ref, shallowRef, watch } from 'vue'
import { useApi } from '../api'
import type { Group, JournalPage, JournalRow, RowDecision } from './shapes'

const TYPING_MS = 300
const FRESH_MS = 10_000
export type View = '' | Group | 'events'

export function useJournal() {
  const api = useApi()
  const view = ref<View>('')
  const search = ref('')
  const page = shallowRef<JournalPage>()
  const loading = ref(false)
  const error = ref('')
  const busy = ref('')
  let asked = new AbortController()
  let isFirst = true

  function query(after: string): URLSearchParams {
    const chosen = { group: view.value === 'events' ? '' : view.value, events: view.value === 'events' ? '1' : '', q: search.value.trim(), after }
    return new URLSearchParams(Object.entries(chosen).filter(([, value]) => value))
  }

  async function read(after = ''): Promise<void> {
    asked.abort()
    const mine = asked = new AbortController()
    loading.value = true
    try {
      const found = await api.journal(query(after), mine.signal)
      page.value = after && page.value ? { ...found, rows: [...page.value.rows, ...found.rows] } : found
      isFirst = !after
      error.value = ''
    } catch (cause) {
      if (mine.signal.aborted) return
      error.value = (cause as Error).message
    }
    if (mine === asked) loading.value = false
  }

  /** Raises ApiError: the row has gone on meanwhile. */
  async function decide(row: JournalRow, decision: RowDecision): Promise<void> {
    busy.value = row.id
    try {
      const { row: fresh } = await api.decideRow(row.id, decision)
      if (page.value) page.value = { ...page.value, rows: page.value.rows.map(old => old.id === fresh.id ? fresh : old) }
    } finally {
      busy.value = ''
      void read()
    }
  }

  watchDebounced(search, () => void read(), { debounce: TYPING_MS })
  watch(view, () => {
    page.value = undefined
    void read()
  })
  useIntervalFn(() => isFirst && !loading.value && void read(), FRESH_MS)
  onMounted(() => void read())
  const more = () => void read(page.value?.next ?? '')
  return { view, search, page, loading, error, busy, reload: () => void read(), more, decide }
}
