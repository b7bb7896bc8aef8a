/** What the server put into the page: which screen, for whom, and the bearer of this session. */
export interface Boot {
  page: 'deal-tab' | 'register' | 'install'
  session: string
  lang: 'ru' | 'en'
  user: { id: number, name: string, is_admin: boolean, sees_all: boolean }
  deal_id?: number
  /** lost: the installer's token is revoked; parting: prepared for the removal of the app. */
  office: { state: 'ok' | 'lost' | 'parting' }
}

/** Reads the page's boot data and removes it from the document: the bearer lives in memory only. */
export function takeBoot(document: Document): Boot | null {
  const element = document.getElementById('boot')
  const boot = JSON.parse(element?.textContent || 'null') as Boot | null
  element?.remove()
  return boot
}
