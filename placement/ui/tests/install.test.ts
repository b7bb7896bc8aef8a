/** Stage roles: what is chosen, created or still missing. */
import { expect, it } from 'vitest'
import type { Funnel, InstallPage } from '../src/api/shapes'
import { choiceOf, CREATE, isComplete, phaseOf, select, selected, stagesFor } from '../src/install/mapping'

const stage = (id: string, semantics = '') => ({ id, name: id, color: '#fff', semantics })
const funnel: Funnel = {
  category_id: 0, name: 'Продажи', enabled: true, acts_by: 'robot', create: [], rename_won: null,
  stages: [stage('NEW'), stage('WON', 'S'), stage('LOSE', 'F')],
  roles: { report_sent: 'NEW', documents_sent: '', invoice_paid: 'NEW', won: 'WON' }
}

it('is complete once every role has a stage or will get one', () => {
  const choice = choiceOf(funnel)
  expect(isComplete(choice)).toBe(false)
  const created = select(choice, 'documents_sent', CREATE)
  expect(created.create).toEqual(['documents_sent'])
  expect(selected(created, 'documents_sent')).toBe(CREATE)
  expect(isComplete(created)).toBe(true)
  expect(select(created, 'documents_sent', 'NEW')).toMatchObject({ create: [], roles: { documents_sent: 'NEW' } })
  expect(isComplete({ ...choice, enabled: false })).toBe(true)
})

it('offers a deal’s end only for the role of winning', () => {
  expect(stagesFor(funnel, 'won').map(({ id }) => id)).toEqual(['WON'])
  expect(stagesFor(funnel, 'invoice_paid').map(({ id }) => id)).toEqual(['NEW'])
})

it('knows where the installation stands', () => {
  const page = (...states: InstallPage['steps'][number]['state'][]) =>
    ({ installed: false, farewell: { state: '' }, steps: states.map((state, n) => ({ key: String(n), title: '', detail: '', state })) }) as unknown as InstallPage
  expect(phaseOf(page('done', 'todo'), false)).toBe('choosing')
  expect(phaseOf(page('done', 'todo'), true)).toBe('running')
  expect(phaseOf(page('done', 'failed', 'todo'), true)).toBe('failed')
  expect(phaseOf({ ...page('done', 'done'), installed: true }, true)).toBe('installed')
  const leaving = (state: string) => ({ ...page('todo'), farewell: { state } }) as unknown as InstallPage
  expect([leaving('asked'), leaving('done'), leaving('failed')].map(found => phaseOf(found, false))).toEqual(['removing', 'removed', 'choosing'])
})
