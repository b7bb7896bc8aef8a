/** Tones and surfaces of the pages, made of the kit's own tokens. */
import type { TableProps } from '@bitrix24/b24ui-nuxt'

/** Slots of B24Table for an accountant's density: 40 px rows, quiet headings, columns of fixed width. */
export const denseTable: TableProps['b24ui'] = {
  base: 'w-full table-fixed',
  thead: '[&>tr]:[&>th]:h-9',
  th: 'px-2.5 py-0 text-small text-quiet',
  td: 'px-2.5 py-0 h-10 truncate'
}

/** A white surface on the portal's grey, as a Bitrix24 page draws it. */
export const surface = 'bg-default rounded-(--ui-border-radius-md)'

export const link = 'text-(--ui-color-accent-main-link) hover:underline'

export type Tone = 'grey' | 'blue' | 'orange' | 'red' | 'lime' | 'green'

/** Soft fills with dark text: the kit's inverted badges are paler than 3:1, these are readable. */
export const softFill: Record<Tone, string> = {
  grey: '[--b24ui-background:var(--ui-color-base-6)]',
  blue: '[--b24ui-background:var(--ui-color-accent-soft-blue-1)]',
  orange: '[--b24ui-background:var(--ui-color-accent-soft-orange-1)]',
  red: '[--b24ui-background:var(--ui-color-accent-soft-red-1)]',
  lime: '[--b24ui-background:var(--ui-color-accent-soft-green-2)]',
  green: '[--b24ui-background:var(--ui-color-accent-soft-green-1)]'
}
