/** The administrator's choices about funnels, and whether they are complete. */
import type { Funnel, FunnelChoice, InstallPage, Role } from '../api/shapes'

export const roles: Role[] = ['report_sent', 'documents_sent', 'invoice_paid', 'won']

/** What stands in a role's select for «create a stage» and «not chosen»: no STATUS_ID looks so. */
export const CREATE = '+'
export const NONE = '-'

export function choiceOf(funnel: Funnel): FunnelChoice {
  const { category_id, enabled, acts_by, create, rename_won } = funnel
  return { category_id, enabled, acts_by, roles: { ...funnel.roles }, create: [...create], rename_won: rename_won?.chosen ?? false }
}

export function selected(choice: FunnelChoice, role: Role): string {
  return choice.create.includes(role) ? CREATE : choice.roles[role] || NONE
}

export function select(choice: FunnelChoice, role: Role, value: string): FunnelChoice {
  const create = choice.create.filter(known => known !== role)
  const stage = value === CREATE || value === NONE ? '' : value
  return { ...choice, roles: { ...choice.roles, [role]: stage }, create: value === CREATE ? [...create, role] : create }
}

export function isComplete(choice: FunnelChoice): boolean {
  return !choice.enabled || roles.every(role => selected(choice, role) !== NONE)
}

/** Work stages for the working roles; a deal is won only in a stage with SEMANTICS S. */
export function stagesFor(funnel: Funnel, role: Role) {
  return funnel.stages.filter(({ semantics }) => role === 'won' ? semantics === 'S' : semantics !== 'S' && semantics !== 'F')
}

export type Phase = 'choosing' | 'running' | 'failed' | 'installed' | 'removing' | 'removed'

/** Where the installation stands; `started` once «Установить» was pressed on this page. */
export function phaseOf(page: InstallPage, started: boolean): Phase {
  if (page.farewell.state === 'asked') return 'removing'
  if (page.farewell.state === 'done') return 'removed'
  if (page.steps.some(({ state }) => state === 'failed')) return 'failed'
  if (page.steps.some(({ state }) => state === 'running')) return 'running'
  if (started && page.steps.some(({ state }) => state === 'todo')) return 'running'
  return page.installed ? 'installed' : 'choosing'
}
