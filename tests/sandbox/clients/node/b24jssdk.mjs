// @bitrix24/b24jssdk outside a browser: by an incoming webhook, or as an application whose token has expired.
import { pathToFileURL } from 'node:url'

const { B24Hook, B24OAuth } = await import(pathToFileURL(process.env.SDK).href)
const env = process.env

function client() {
  if (env.WAY === 'hook') return B24Hook.fromWebhookUrl(env.B24_WEBHOOK_URL)
  const origin = new URL(env.B24_WEBHOOK_URL).origin
  return new B24OAuth(
    {
      applicationToken: env.B24_APPLICATION_TOKEN,
      userId: 1,
      memberId: env.B24_MEMBER_ID,
      accessToken: env.B24_ACCESS_TOKEN,
      refreshToken: env.B24_REFRESH_TOKEN,
      expires: 1,
      expiresIn: 3600,
      scope: 'crm',
      domain: env.B24_DOMAIN,
      clientEndpoint: `${origin}/rest/`,
      serverEndpoint: `${origin}/rest/`,
      status: 'L',
    },
    { clientId: env.B24_CLIENT_ID, clientSecret: env.B24_CLIENT_SECRET },
  )
}

const b24 = client()
b24.offClientSideWarning()
const calls = b24.actions.v2

async function call(method, params) {
  const answer = await calls.call.make({ method, params })
  return answer.getData().result
}

async function story(kind) {
  const id = await call(`crm.${kind}.add`, { fields: { TITLE: 'Первая' } })
  const read = await call(`crm.${kind}.get`, { id })
  const changed = await call(`crm.${kind}.update`, { id, fields: { TITLE: 'Вторая' } })
  const found = await call(`crm.${kind}.list`, { filter: { '=TITLE': 'Вторая' }, select: ['ID'] })
  const deleted = await call(`crm.${kind}.delete`, { id })
  return { title: read.TITLE, changed, found: found.some((row) => row.ID === String(id)), deleted }
}

async function refused() {
  const params = { entityTypeId: 2, id: 99999 }
  const answer = await calls.call.make({ method: 'crm.item.get', params }).catch((error) => error)
  const error = answer instanceof Error ? answer : [...answer.getErrors()][0]
  return error.code
}

async function main() {
  const pages = await calls.callList.make({
    method: 'crm.item.list',
    params: { entityTypeId: 2, select: ['id'], filter: { '%title': 'Пачка' } },
    idKey: 'id',
    customKeyForResult: 'items',
  })
  const batch = await calls.batch.make({
    calls: {
      added: { method: 'crm.company.add', params: { fields: { TITLE: 'Ссылка' } } },
      read: { method: 'crm.company.get', params: { id: '$result[added]' } },
    },
    options: { isHaltOnError: true, returnAjaxResult: false },
  })
  return {
    deal: await story('deal'),
    company: await story('company'),
    pages: new Set(pages.getData().map((row) => row.id)).size,
    batch: batch.getData().read.TITLE,
    error: await refused(),
    renewed: b24.auth.getAuthData().access_token !== env.B24_ACCESS_TOKEN,
  }
}

process.stdout.write(JSON.stringify(await main()))
