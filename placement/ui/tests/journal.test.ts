import { describe, expect, it } from 'vitest'
import { byDay, clock, dayTitle } from '../src/journal/days'

const row = (at: string) => ({ at })

describe('the journal by days', () => {
  it('puts rows under the portal\'s date, in their order', () => {
    const days = byDay([row('2026-11-24T00:01:00+03:00'), row('2026-11-23T23:59:00+03:00'), row('2026-11-23T12:00:00+03:00')])
    expect(days.map(({ day, rows }) => [day, rows.length])).toEqual([['2026-11-24', 1], ['2026-11-23', 2]])
  })
  it('says which day is today', () => {
    expect(dayTitle('2026-11-24', '2026-11-24', 'Сегодня')).toBe('Сегодня, 24.11.2026')
    expect(dayTitle('2026-11-23', '2026-11-24', 'Сегодня')).toBe('23.11.2026')
  })
  it('shows the portal\'s hour, not the viewer\'s', () => {
    expect(clock('2026-11-24T14:05:09+03:00')).toBe('14:05')
  })
})
