/** Patience with a portal that is busy: the same is asked again, a few times, and the person sees it. */
import { ApiError } from '../api/client'

export const PAUSES_MS = [2000, 4000, 8000, 15000]

const isBusy = (cause: unknown) => cause instanceof ApiError && cause.status === 503 && cause.code !== 'auth_lost'

/** `told` hears which attempt comes next: 1 is the first repetition. Only for what may be asked twice. */
export async function patiently<T>(ask: () => Promise<T>, told: (attempt: number) => void, pauses = PAUSES_MS): Promise<T> {
  for (const [index, pause] of pauses.entries()) {
    try {
      return await ask()
    } catch (cause) {
      if (!isBusy(cause)) throw cause
    }
    told(index + 1)
    await new Promise(resolve => setTimeout(resolve, pause))
  }
  return await ask()
}
