/** Sums, days and counts as people read and type them. */
import { describe, expect, it } from 'vitest'
import { count, day, kopecks, moment, money, NBSP, parseMoney, percent, plural, roubles, shortMoney } from '../src/format'

const plain = (text: string) => text.replaceAll(NBSP, ' ')

describe('money', () => {
  it('is written with thousands apart and two kopecks', () => {
    expect(plain(money('126500.00'))).toBe('126 500,00 ₽')
    expect(plain(money('0.5'))).toBe('0,50 ₽')
    expect(plain(money('-1234567.89'))).toBe('−1 234 567,89 ₽')
    expect(money('1000.00')).not.toContain(' ')
  })

  it('leaves out zero kopecks where room is scarce', () => {
    expect(plain(shortMoney('78000.00'))).toBe('78 000 ₽')
    expect(plain(shortMoney('78000.10'))).toBe('78 000,10 ₽')
  })

  it('goes to kopecks and back without loss', () => {
    for (const value of ['0.00', '0.07', '-0.50', '-12.05', '999999999999.99']) expect(roubles(kopecks(value))).toBe(value)
  })

  it.each([
    ['126 500,5', '126500.50'], ['126\u00A0500,00 ₽', '126500.00'], ['7', '7.00'],
    ['0', null], ['-5', null], ['1,234', null], ['', null], ['десять', null], ['1e9', null]
  ])('typed as %j is %j', (typed, value) => {
    expect(parseMoney(typed)).toBe(value)
  })
})

it('shows the portal’s days as they are and instants by the viewer’s clock', () => {
  process.env.TZ = 'Asia/Yekaterinburg'
  expect(day('2026-11-20')).toBe('20.11.2026')
  expect(moment('2026-11-20T20:30:00+00:00')).toBe('21.11.2026 01:30')
})

it('counts in the user’s language', () => {
  const forms = ['акт', 'акта', 'актов'] as const
  expect([1, 3, 11, 1021].map(n => plain(plural('ru', n, forms)))).toEqual(['1 акт', '3 акта', '11 актов', '1 021 акт'])
  expect(plain(count(60231))).toBe('60 231')
})

it('takes a part of nothing for zero', () => {
  expect(percent('5.00', '0.00')).toBe(0)
  expect(percent('78000.00', '238000.00')).toBe(33)
})
