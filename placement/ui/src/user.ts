/** Who looks at the page, and at what: the boot data, for any component. */
import { inject, type InjectionKey } from 'vue'
import type { Boot } from './boot'

export const bootKey: InjectionKey<Boot> = Symbol('boot')

export function useBoot(): Boot {
  return inject(bootKey)!
}
