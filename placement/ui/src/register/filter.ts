/** What the register is asked for: conditions of docs/api.md, their chips and presets. */
import type { RegisterOptions } from '../api/shapes'
import { day, money } from '../format'
import type { Messages } from '../messages'

export interface Filter {
  state: string
  signed: '' | 'yes' | 'no'
  paid: '' | 'none' | 'partial' | 'paid' | 'unpaid'
  q: string
  number: string
  date_from: string
  date_to: string
  amount_from: string
  amount_to: string
  company_id: string
  deal_id: string
  responsible_id: string
  mine: '' | '1'
  overdue: '' | '1'
}

export const emptyFilter = (): Filter => ({
  state: '', signed: '', paid: '', q: '', number: '', date_from: '', date_to: '', amount_from: '', amount_to: '',
  company_id: '', deal_id: '', responsible_id: '', mine: '', overdue: ''
})

export type Preset = 'unsigned' | 'overdue' | 'mine' | 'unpaid'

/** Each preset is only conditions, so that it can be combined with others and undone by its chips. */
export const presets: Record<Preset, Partial<Filter>> = {
  unsigned: { signed: 'no' },
  overdue: { overdue: '1' },
  mine: { mine: '1' },
  unpaid: { signed: 'yes', paid: 'unpaid' }
}

export function holds(filter: Filter, preset: Preset): boolean {
  return Object.entries(presets[preset]).every(([key, value]) => filter[key as keyof Filter] === value)
}

/** Presets are alternatives: pressing one lifts the others and keeps the other conditions. */
export function toggle(filter: Filter, preset: Preset): Filter {
  const keys = Object.values(presets).flatMap(conditions => Object.keys(conditions))
  const bare = { ...filter, ...Object.fromEntries(keys.map(key => [key, ''])) } as Filter
  return holds(filter, preset) ? bare : { ...bare, ...presets[preset] }
}

export function toQuery(filter: Filter, sort: string, after: string | null = null): URLSearchParams {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value))
  query.set('sort', sort)
  if (after) query.set('after', after)
  return query
}

export interface Chip { label: string, clears: (keyof Filter)[] }

/** Names of what is known only by id in the filter. */
export interface Known { options: RegisterOptions | undefined, client: string }

/** Conditions as chips; the search text is in its own field. */
export function chips(filter: Filter, known: Known, t: Messages): Chip[] {
  const { field, from, to, yes, no, paidName } = t.register
  const found: Chip[] = []
  const add = (label: string, ...clears: (keyof Filter)[]) => found.push({ label, clears })
  const named = (label: string, value: string) => `${label}: ${value}`
  const range = (low: string, high: string) => [low && `${from} ${low}`, high && `${to} ${high}`].filter(Boolean).join(' ')

  if (filter.state) {
    const names = filter.state.split(',').map(id => known.options?.states.find(state => state.id === id)?.name ?? id)
    add(named(field.state, names.join(', ')), 'state')
  }
  if (filter.signed) add(named(field.signed, filter.signed === 'yes' ? yes : no), 'signed')
  if (filter.paid) add(named(field.paid, paidName[filter.paid]!), 'paid')
  if (filter.number) add(named(field.number, filter.number), 'number')
  if (filter.date_from || filter.date_to) {
    add(named(field.date, range(filter.date_from && day(filter.date_from), filter.date_to && day(filter.date_to))), 'date_from', 'date_to')
  }
  if (filter.amount_from || filter.amount_to) {
    add(named(field.amount, range(filter.amount_from && money(filter.amount_from), filter.amount_to && money(filter.amount_to))), 'amount_from', 'amount_to')
  }
  if (filter.company_id) add(named(field.client, known.client || filter.company_id), 'company_id')
  if (filter.deal_id) add(`${field.deal} ${filter.deal_id}`, 'deal_id')
  if (filter.responsible_id) {
    const person = known.options?.responsibles.find(({ id }) => String(id) === filter.responsible_id)
    add(named(field.responsible, person?.name ?? filter.responsible_id), 'responsible_id')
  }
  if (filter.mine) add(field.mine, 'mine')
  if (filter.overdue) add(field.overdue, 'overdue')
  return found
}

/** '-date' → 'date' → '-date'; another column starts with its natural order. */
export function nextSort(sort: string, column: string): string {
  if (sort.replace('-', '') !== column) return column === 'date' || column === 'amount' ? `-${column}` : column
  return sort.startsWith('-') ? column : `-${column}`
}
