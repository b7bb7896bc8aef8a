/** The journal's rows under the day that they belong to, as the portal's clock has it. */
import { day } from '../format'

export interface Day<Row> { day: string, rows: Row[] }

/** `at` is an ISO instant in the portal's zone: its first ten characters are the portal's date. */
export function byDay<Row extends { at: string }>(rows: Row[]): Day<Row>[] {
  const days: Day<Row>[] = []
  for (const row of rows) {
    const date = row.at.slice(0, 10)
    const last = days.at(-1)
    if (last?.day === date) last.rows.push(row)
    else days.push({ day: date, rows: [row] })
  }
  return days
}

/** «Сегодня, 24.11.2026» */
export function dayTitle(date: string, today: string, words: string): string {
  return date === today ? `${words}, ${day(date)}` : day(date)
}

export const clock = (at: string) => at.slice(11, 16)

/** «24.11.2026 14:05:09» by the portal's clock. */
export const second = (at: string) => `${day(at.slice(0, 10))} ${at.slice(11, 19)}`
