/** How an act's state looks: tone of its stage, mark of its signature, whether it is late. */
import ClockIcon from '@bitrix24/b24icons-vue/outline/ClockIcon'
import FileWithCheckIcon from '@bitrix24/b24icons-vue/outline/FileWithCheckIcon'
import HourglassIcon from '@bitrix24/b24icons-vue/outline/HourglassIcon'
import PersonChecksIcon from '@bitrix24/b24icons-vue/outline/PersonChecksIcon'
import QrCodeIcon from '@bitrix24/b24icons-vue/outline/QrCodeIcon'
import type { Component } from 'vue'
import type { Act, ActState } from '../api/shapes'
import type { Messages } from '../messages'
import type { Tone } from '../ui'

export const stageTone: Record<ActState, Tone> = {
  draft: 'grey', sent: 'blue', confirming: 'orange', signed: 'lime', void: 'grey'
}

export interface SignMark { icon: Component, tone: string, label: string, short: string, hint: string }

const GREEN = 'text-(--ui-color-accent-main-success-alt-2)'
const BLUE = 'text-(--ui-color-accent-main-link)'
const ORANGE = 'text-(--ui-color-accent-soft-element-orange)'

const signedMark = {
  qr: { icon: QrCodeIcon, tone: GREEN },
  person: { icon: PersonChecksIcon, tone: BLUE },
  paper: { icon: FileWithCheckIcon, tone: BLUE }
}

/** What the column «Подписан» says about the act: nothing about a void one. */
export function signMark(act: Act, t: Messages): SignMark | null {
  if (act.signed) {
    const { how, on, by } = act.signed
    return { ...signedMark[how], label: t.signed[how], short: t.signed.short[how], hint: t.signed.yes(on, by) }
  }
  if (act.state === 'void') return null
  if (act.state === 'confirming') return { icon: HourglassIcon, tone: ORANGE, label: t.signed.confirming, short: t.signed.short.confirming, hint: '' }
  return { icon: ClockIcon, tone: 'text-quiet', label: t.signed.wait, short: t.signed.short.wait, hint: '' }
}

/** Past its due date and not paid in full; `today` is an ISO date. */
export function isLate(act: Act, today: string): boolean {
  return act.state !== 'void' && act.due !== null && act.due < today && act.payment.state !== 'paid'
}

/** The viewer's date: in the portal it is the portal's nearly always, and only a colour hangs on it. */
export function today(): string {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, '0')).join('-')
}
