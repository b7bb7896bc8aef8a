/** The portal around the page: opening its pages, reloading, finishing the installation. */
import type { B24Frame } from '@bitrix24/b24jssdk'
import { inject, type InjectionKey } from 'vue'

export interface Frame {
  /** True while the portal waits to hear that the installation is over. */
  readonly installing: boolean
  openPath(url: string): void
  reload(): void
  finishInstall(): Promise<void>
  /** The user's own fresh tokens, from the portal around the page; null outside of one. */
  tokens(): Promise<Tokens | null>
}

export interface Tokens { access: string, refresh: string, expires_in: number }

const PATIENCE_MS = 20_000

/** Addresses come from the portal's answers: anything but a web page's goes nowhere. */
export function webAddress(url: string): string {
  return /^(https?:)?\/\/?[^/]/i.test(url) ? url : 'about:blank'
}

/** Outside a portal (development, a page opened by hand): the browser's own means. */
const noPortal: Frame = {
  installing: false,
  openPath: url => void window.open(webAddress(url), '_blank', 'noopener'),
  reload: () => location.reload(),
  finishInstall: () => Promise.resolve(),
  tokens: () => Promise.resolve(null)
}

/**
 * Shakes hands with the portal. The SDK waits for getInitData for ever, so a silent parent is given
 * PATIENCE_MS; pages work without the portal too, only their links open in a new tab.
 * `grows`: the page shall scroll with the portal, not inside its iframe.
 */
export async function connectFrame(grows: boolean): Promise<Frame> {
  if (window.parent === window || !window.name.includes('|')) return noPortal
  const { initializeB24Frame } = await import('@bitrix24/b24jssdk')
  const silence = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('The portal is silent')), PATIENCE_MS))
  try {
    const b24 = await Promise.race([initializeB24Frame(), silence])
    if (grows) followHeight(b24)
    return portal(b24)
  } catch (cause) {
    console.info('No portal around the page:', cause)
    return noPortal
  }
}

function portal(b24: B24Frame): Frame {
  return {
    installing: b24.isInstallMode,
    openPath(url) {
      const target = new URL(url, b24.getTargetOrigin())
      if (target.origin !== new URL(b24.getTargetOrigin()).origin) return noPortal.openPath(url)
      b24.slider.openPath(target).catch(() => noPortal.openPath(target.href))
    },
    reload: () => void b24.parent.reloadWindow(),
    finishInstall: async () => void await b24.installFinish(),
    tokens: async () => {
      const auth = await b24.auth.refreshAuth()
      return auth && { access: auth.access_token, refresh: auth.refresh_token, expires_in: Math.max(1, Math.round(Number(auth.expires_in))) }
    }
  }
}

/** The iframe grows with the page in it, so that only the portal scrolls. */
function followHeight(b24: B24Frame): void {
  document.documentElement.classList.add('in-portal')
  const fit = () => {
    if (document.documentElement.scrollHeight > window.innerHeight) void b24.parent.fitWindow()
  }
  new ResizeObserver(fit).observe(document.body)
}

export const frameKey: InjectionKey<Promise<Frame>> = Symbol('frame')

export function useFrame(): Promise<Frame> {
  return inject(frameKey)!
}
