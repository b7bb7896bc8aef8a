/** A plan's lines as people read them: many of one kind that fare alike are one line. */
import type { PlanLine } from '../api/shapes'

/** Fewer than so many stand alone. */
const MANY = 3

/** `codes`: what the portal calls them. */
export interface Lines { key: string, first: PlanLine, what: string, codes: string, isMany: boolean }

/** In the order of the first of each; a line with an address of its own keeps to itself. */
export function together(lines: PlanLine[]): Lines[] {
  const groups = new Map<PlanLine | string, PlanLine[]>()
  for (const line of lines) {
    const fate = line.url ? line : [line.action, line.kind, line.why].join('\n')
    groups.set(fate, [...groups.get(fate) ?? [], line])
  }
  return [...groups.values()].flatMap(alike => alike.length < MANY
    ? alike.map(line => told([line]))
    : [told(alike)])
}

function told(alike: PlanLine[]): Lines {
  const first = alike[0]!
  const what = alike.map(line => line.what).join(', ')
  const codes = alike.map(({ code }) => code).filter(Boolean).join(', ')
  return { key: [first.action, first.kind, what, first.url].join('\n'), first, what, codes, isMany: alike.length > 1 }
}
