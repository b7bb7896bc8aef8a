/** The register's page for the present conditions: a newer question overtakes an older one. */
import { watchDebounced } from '@vueuse/core'
import { onMounted, ref, shallowRef, watch } from 'vue'
import { useApi } from '../api'
import type { Act, RegisterOptions, RegisterPage } from '../api/shapes'
import { emptyFilter, type Filter, toQuery } from './filter'

const TYPING_MS = 300

export function useRegister() {
  const api = useApi()
  const filter = ref<Filter>(emptyFilter())
  const search = ref('')
  const sort = ref('-date')
  const after = ref<string | null>(null)
  const page = shallowRef<RegisterPage>()
  const options = shallowRef<RegisterOptions>()
  const loading = ref(false)
  const error = ref('')
  let asked = new AbortController()

  async function reload(): Promise<void> {
    asked.abort()
    const mine = asked = new AbortController()
    loading.value = true
    try {
      page.value = await api.register(toQuery(filter.value, sort.value, after.value), mine.signal)
      error.value = ''
    } catch (cause) {
      if (mine.signal.aborted) return
      error.value = (cause as Error).message
    }
    if (mine === asked) loading.value = false
  }

  /** Shows an act at once, before the page is read again. */
  function put(act: Act): void {
    if (page.value) page.value = { ...page.value, rows: page.value.rows.map(row => row.id === act.id ? act : row) }
    void reload()
  }

  watchDebounced(search, q => { filter.value = { ...filter.value, q: q.trim() } }, { debounce: TYPING_MS })
  watch([filter, sort], () => {
    after.value = null
    search.value = filter.value.q && search.value
    void reload()
  })
  watch(after, cursor => cursor !== null && void reload())
  onMounted(async () => {
    void reload()
    options.value = await api.registerOptions().catch(() => undefined)
  })

  const move = (cursor: string) => { after.value = cursor }
  const csv = () => api.registerCsv(toQuery(filter.value, sort.value))
  return { filter, search, sort, page, options, loading, error, reload, put, move, csv }
}
