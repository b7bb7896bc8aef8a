/** The installation: its choices are saved as they are made, so that the plan is always of what is shown. */
import { useDebounceFn } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import { useApi } from '../api'
import type { FunnelChoice, InstallPage } from '../api/shapes'
import { choiceOf, isComplete, type Phase, phaseOf } from './mapping'

const POLL_MS = 700
const SETTLE_MS = 400

/** While a worker is at it, the page follows. */
const moves = (phase: Phase) => phase === 'running' || phase === 'removing'

export function useInstall() {
  const api = useApi()
  const page = shallowRef<InstallPage>()
  const choices = ref<FunnelChoice[]>([])
  const seesAll = ref<number[]>([])
  const feed = ref(false)
  const processId = ref<number | null>(null)
  const folder = ref('')
  const started = ref(false)
  const saving = ref(false)
  const error = ref('')

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      error.value = ''
      return true
    } catch (cause) {
      error.value = (cause as Error).message
      return false
    }
  }

  const load = () => attempt(async () => {
    page.value = await api.install()
    choices.value = page.value.funnels.map(choiceOf)
    seesAll.value = page.value.sees_all
    feed.value = page.value.feed
    processId.value = page.value.homes.process_id
    folder.value = page.value.homes.folder
  })

  const chosen = () => ({
    funnels: choices.value, sees_all: seesAll.value, feed: feed.value, process_id: processId.value, folder: folder.value
  })

  const send = useDebounceFn(async () => {
    await attempt(async () => {
      page.value = await api.chooseFunnels(chosen())
    })
    saving.value = false
  }, SETTLE_MS)

  /** Half a mapping is no choice yet: it waits until every role has its stage. */
  function save(): void {
    if (!complete.value || !anyFunnel.value) return
    saving.value = true
    void send()
  }

  function choose(choice: FunnelChoice): void {
    choices.value = choices.value.map(known => known.category_id === choice.category_id ? choice : known)
    save()
  }

  async function apply(): Promise<void> {
    started.value = true
    const accepted = await attempt(async () => {
      await api.chooseFunnels(chosen())
      await api.apply()
    })
    if (accepted) await watchSteps()
    else started.value = false
  }

  async function remove(clean: boolean): Promise<void> {
    started.value = false
    await api.remove(clean)
    await watchSteps()
  }

  async function watchSteps(): Promise<void> {
    do {
      await attempt(async () => { page.value = await api.install() })
      await new Promise(resolve => setTimeout(resolve, POLL_MS))
    } while (page.value && moves(phaseOf(page.value, started.value)))
  }

  const phase = computed(() => page.value ? phaseOf(page.value, started.value) : 'choosing')
  const complete = computed(() => choices.value.every(isComplete))
  const anyFunnel = computed(() => choices.value.some(({ enabled }) => enabled))

  void load().then(async () => {
    if (moves(phase.value)) await watchSteps()
  })
  return { page, choices, seesAll, feed, processId, folder, remove, phase, complete, anyFunnel, saving, error, load, save, choose, apply }
}
