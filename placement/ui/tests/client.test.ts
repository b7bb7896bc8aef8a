/** The way to the server, tried against a server of its own. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ApiError, clickId, createClient, sessionOver } from '../src/api/client'

const words = { offline: 'Сервер не ответил', strange: 'Непонятно' }
let server: Server
let root: string
let asked: IncomingMessage
let answer = { status: 200, body: '{}' }

beforeAll(async () => {
  server = createServer((request, response) => {
    asked = request
    response.statusCode = answer.status
    response.end(answer.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
beforeEach(() => { sessionOver.value = false })

it('bears the session and reads JSON', async () => {
  answer = { status: 200, body: '{"deal": {"id": 12}}' }
  expect(await createClient(root, 'secret', words).get('/api/deal')).toEqual({ deal: { id: 12 } })
  expect(asked.headers.authorization).toBe('Bearer secret')
  expect(asked.headers.cookie).toBeUndefined()
})

it('accepts an empty answer', async () => {
  answer = { status: 202, body: '' }
  expect(await createClient(root, 's', words).post('/api/install/apply', {})).toBeNull()
})

it('says a refusal in the server’s words', async () => {
  answer = { status: 422, body: '{"error": {"code": "rule", "message": "Сумма должна быть больше нуля."}}' }
  const refused = createClient(root, 's', words).post('/api/acts', {})
  await expect(refused).rejects.toMatchObject({ status: 422, code: 'rule', message: 'Сумма должна быть больше нуля.' })
  expect(sessionOver.value).toBe(false)
})

it('notes that the session is over', async () => {
  answer = { status: 401, body: '{"error": {"code": "session", "message": "Обновите вкладку."}}' }
  await expect(createClient(root, 's', words).get('/api/deal')).rejects.toBeInstanceOf(ApiError)
  expect(sessionOver.value).toBe(true)
})

it('names what is no answer of ours', async () => {
  answer = { status: 502, body: '<html>' }
  await expect(createClient(root, 's', words).get('/api/deal')).rejects.toMatchObject({ code: 'strange', message: 'Непонятно (HTTP 502)' })
  await expect(createClient('http://127.0.0.1:1', 's', words).get('/')).rejects.toMatchObject({ status: 0, message: words.offline })
})

it('names every click differently', () => {
  expect(clickId()).toMatch(/^[0-9a-f]{32}$/)
  expect(clickId()).not.toBe(clickId())
})
