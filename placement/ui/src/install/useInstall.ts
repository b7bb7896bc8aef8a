/** The installation: its choices are saved as they are made, so that the plan is always of what is shown. */
import { useDebounceFn } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import { useApi } from '../api'
import type { FunnelChoice, InstallPage } from '../api/shapes'
import { choiceOf, isComplete, phaseOf } from './mapping'

const POLL_MS = 700
const SETTLE_MS = 400

export function useInstall() {
  const api = useApi()
  const page = shallowRef<InstallPage>()
  const choices = ref<FunnelChoice[]>([])
  const seesAll = ref<number[]>([])
  const feed = ref(false)
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
  })

  const send = useDebounceFn(async () => {
    await attempt(async () => {
      page.value = await api.chooseFunnels({ funnels: choices.value, sees_all: seesAll.value, feed: feed.value })
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
      await api.chooseFunnels({ funnels: choices.value, sees_all: seesAll.value, feed: feed.value })
      await api.apply()
    })
    if (accepted) await watchSteps()
    else started.value = false
  }

  async function watchSteps(): Promise<void> {
    do {
      await attempt(async () => { page.value = await api.install() })
      await new Promise(resolve => setTimeout(resolve, POLL_MS))
    } while (page.value && phaseOf(page.value, started.value) === 'running')
  }

  const phase = computed(() => page.value ? phaseOf(page.value, started.value) : 'choosing')
  const complete = computed(() => choices.value.every(isComplete))
  const anyFunnel = computed(() => choices.value.some(({ enabled }) => enabled))

  void load().then(async () => {
    if (phase.value === 'running') await watchSteps()
  })
  return { page, choices, seesAll, feed, phase, complete, anyFunnel, saving, error, load, save, choose, apply }
}
