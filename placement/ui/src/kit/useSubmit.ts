/** The life of a form's request: busy meanwhile, the refusal in the server's words after. */
import { ref } from 'vue'

export function useSubmit() {
  const busy = ref(false)
  const error = ref('')

  async function submit(request: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    error.value = ''
    try {
      await request()
    } catch (cause) {
      error.value = (cause as Error).message
    } finally {
      busy.value = false
    }
  }
  return { busy, error, submit }
}
