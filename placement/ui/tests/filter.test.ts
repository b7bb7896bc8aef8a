/** Conditions of the register: query, chips, presets, order. */
import { describe, expect, it } from 'vitest'
import { NBSP } from '../src/format'
import { ru } from '../src/messages/ru'
import { chips, emptyFilter, holds, nextSort, toggle, toQuery } from '../src/register/filter'

const options = { responsibles: [{ id: 4, name: 'Анна Котова' }], states: [{ id: 'sent', name: 'Отправлен' }] }

it('asks only for what is set', () => {
  const query = toQuery({ ...emptyFilter(), signed: 'no', q: 'ветер' }, '-date', 'cursor')
  expect(Object.fromEntries(query)).toEqual({ signed: 'no', q: 'ветер', sort: '-date', after: 'cursor' })
})

it('shows each condition as one chip that clears it', () => {
  const filter = { ...emptyFilter(), state: 'sent', amount_from: '5000.00', date_from: '2026-11-01', date_to: '2026-11-30', responsible_id: '4', q: 'x' }
  const found = chips(filter, { options, client: '' }, ru)
  expect(found.map(({ label }) => label.replaceAll(NBSP, ' '))).toEqual([
    'Стадия: Отправлен', 'Дата акта: от 01.11.2026 до 30.11.2026', 'Сумма: от 5 000,00 ₽', 'Ответственный: Анна Котова'
  ])
  expect(found[1]!.clears).toEqual(['date_from', 'date_to'])
})

describe('presets', () => {
  it('replace one another and keep the other conditions', () => {
    const mine = toggle({ ...emptyFilter(), number: 'А-12' }, 'mine')
    const unpaid = toggle(mine, 'unpaid')
    expect(unpaid).toEqual({ ...emptyFilter(), number: 'А-12', signed: 'yes', paid: 'unpaid' })
    expect(holds(unpaid, 'unpaid')).toBe(true)
    expect(toggle(unpaid, 'unpaid')).toEqual({ ...emptyFilter(), number: 'А-12' })
  })
})

it('turns the order on the second click, newest and largest first', () => {
  expect(nextSort('-date', 'date')).toBe('date')
  expect(nextSort('-date', 'client')).toBe('client')
  expect(nextSort('client', 'amount')).toBe('-amount')
})
