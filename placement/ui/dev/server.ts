/** Answers docs/api.md from invented data; the state of each page load is its own. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { DealFixture } from './deal'
import { InstallFixture } from './install'
import { RegisterFixture } from './register'

class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message)
  }
}

interface World { deal: DealFixture, register: RegisterFixture, install: InstallFixture }
const worlds = new Map<string, World>()

function worldOf(session: string): World {
  const name = session.split('-')[0]!
  const world = worlds.get(session) ?? { deal: new DealFixture(name), register: new RegisterFixture(name), install: new InstallFixture(name) }
  worlds.set(session, world)
  return world
}

export async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://dev')
  const session = (request.headers.authorization ?? '').replace('Bearer ', '')
  try {
    if (session.startsWith('over')) throw new Refusal(401, 'Сеанс закончился.')
    if (session.startsWith('broken')) throw new Refusal(503, 'Портал сейчас не отвечает. Подождите минуту и повторите.')
    if (session.startsWith('slow')) await pause(60_000)
    const body = await read(request)
    const result = await route(worldOf(session), request.method ?? 'GET', url, body)
    response.setHeader('Content-Type', typeof result === 'string' ? 'text/csv' : 'application/json')
    response.end(typeof result === 'string' ? result : JSON.stringify(result))
  } catch (error) {
    response.statusCode = error instanceof Refusal ? error.status : 422
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ error: { code: 'refused', message: (error as Error).message } }))
  }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function route(world: World, method: string, url: URL, body: Buffer): Promise<unknown> {
  const { deal, register, install } = world
  const path = url.pathname
  const json = () => JSON.parse(body.toString() || '{}')
  const act = /^\/acts\/(\d+)\/([a-z-]+)$/.exec(path)
  if (act && method === 'POST') {
    await pause(act[2] === 'copy' ? 900 : 250)
    const holder = deal.has(Number(act[1])) ? deal : register
    return holder.act(Number(act[1]), act[2]!, body, json)
  }
  const invoice = /^\/invoices\/(\d+)\/pay$/.exec(path)
  if (invoice) return deal.pay(Number(invoice[1]), json().amount)
  switch (`${method} ${path}`) {
    case 'GET /deal': return deal.page()
    case 'GET /contacts': return deal.contacts()
    case 'POST /acts': return deal.create(json())
    case 'GET /changes': return await deal.changes(Number(url.searchParams.get('since')))
    case 'GET /register/acts': return register.page(url.searchParams)
    case 'GET /register/options': return register.options()
    case 'GET /register/acts.csv': return '\uFEFFНомер;Сумма\r\nА-1240;8400,00\r\n'
    case 'GET /install': return install.page()
    case 'POST /install/funnels': return install.choose(json())
    case 'POST /install/apply': return install.apply()
    case 'GET /install/removal': return install.removal()
    case 'POST /install/remove': return install.remove(json().clean as unknown as boolean)
  }
  throw new Refusal(404, `Нет такого адреса: ${method} ${path}`)
}
