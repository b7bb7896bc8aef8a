/** The installation: its choices are saved as they are made, so that the plan is always of what is shown. */
import { useDebounceFn } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import { useApi } from '../api'
import { ApiError } from '../api/client'
import type { FunnelChoice, InstallPage } from '../api/shapes'
import { choiceOf, isComplete, type Phase, phaseOf } from './mapping'

const POLL_MS = 700
const SETTLE_MS = 400

/** While a worker is at it, the page follows. */
const moves = (phase: Phase) => phase === 'running' || phase === 'removing'

/** `isLost`: the page was opened without access to the portal, and says so above; nothing can be read then. */
export function useInstall(isLost: boolean) {
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
  /** The app has no access to the portal any more: that is no error of this page. */
  const lost = ref(isLost)

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      error.value = ''
      lost.value = false
      return true
    } catch (cause) {
      error.value = (cause as Error).message
      lost.value = cause instanceof ApiError && cause.code === 'auth_lost'
      return false
    }
  }

  const load = () => attempt(async () => { show(await api.install()) })

  function show(found: InstallPage): void {
    page.value = found
    choices.value = found.funnels.map(choiceOf)
    seesAll.value = found.sees_all
    feed.value = found.feed
    processId.value = found.homes.process_id
    folder.value = found.homes.folder
  }

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
      // Nothing can be chosen meanwhile, and the steps change what there is to choose from.
      await attempt(async () => { show(await api.install()) })
      await new Promise(resolve => setTimeout(resolve, POLL_MS))
    } while (page.value && moves(phaseOf(page.value, started.value)))
  }

  const phase = computed(() => page.value ? phaseOf(page.value, started.value) : 'choosing')
  const complete = computed(() => choices.value.every(isComplete))
  const anyFunnel = computed(() => choices.value.some(({ enabled }) => enabled))

  async function begin(): Promise<void> {
    await load()
    if (moves(phase.value)) await watchSteps()
  }

  if (!isLost) void begin()
  return { page, choices, seesAll, feed, processId, folder, remove, phase, complete, anyFunnel, saving, error, lost, load, save, choose, apply }
}
