/** The words of the page, in the language of its user. */
import { inject, type InjectionKey } from 'vue'
import type { Messages } from './ru'

export type { Messages }
export const messagesKey: InjectionKey<Messages> = Symbol('messages')

/** Only the user's language is loaded. */
export async function loadMessages(lang: 'ru' | 'en'): Promise<Messages> {
  return lang === 'en' ? (await import('./en')).en : (await import('./ru')).ru
}

export function useMessages(): Messages {
  return inject(messagesKey)!
}
