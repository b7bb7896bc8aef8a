/** A plan in few lines: what fares alike stands together. */
import { expect, it } from 'vitest'
import type { PlanLine } from '../src/api/shapes'
import { together } from '../src/install/lines'

const line = (what: string, more: Partial<PlanLine> = {}): PlanLine => ({ action: 'add', kind: 'Событие', what, why: '', url: '', ...more })

it('puts many of one kind and fate into one line, where the first of them stood', () => {
  const found = together([line('A'), line('Сделки', { kind: 'Папка' }), line('B'), line('C'), line('D', { action: 'skip', why: 'нет' })])
  expect(found.map(({ what, isMany }) => [what, isMany])).toEqual([['A, B, C', true], ['Сделки', false], ['D', false]])
})

it('keeps the portal’s own names beside the words', () => {
  const found = together(['A', 'B', 'C'].map(what => line(what, { code: `ON${what}` })))
  expect(found.map(({ what, codes }) => [what, codes])).toEqual([['A, B, C', 'ONA, ONB, ONC']])
})

it('leaves a few, and what has an address, as they are', () => {
  const found = together([line('A'), line('B'), ...['X', 'Y', 'Z'].map(what => line(what, { kind: 'Список', url: '/lists/1/' }))])
  expect(found.map(({ what }) => what)).toEqual(['A', 'B', 'X', 'Y', 'Z'])
})
