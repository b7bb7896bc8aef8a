// @2bad/bitrix: GET with the whole query, lists gathered in batches. By webhook only: its hook for access tokens
// changes a path that the got it stands on no longer reads, so the token never goes out.
const { Bitrix } = require('@2bad/bitrix')

const client = Bitrix(process.env.B24_WEBHOOK_URL)

async function story(kind) {
  const services = client[kind === 'deal' ? 'deals' : 'companies']
  const { result: id } = await services.create({ TITLE: 'Первая' })
  const read = await services.get(String(id))
  const changed = await services.update(String(id), { TITLE: 'Вторая' })
  const found = await services.list({ filter: { TITLE: 'Вторая' }, select: ['ID'] })
  const deleted = await client.call(`crm.${kind}.delete`, { id })
  return {
    title: read.result.TITLE,
    changed: changed.result,
    found: found.result.map((row) => row.ID).includes(String(id)),
    deleted: deleted.result,
  }
}

async function main() {
  const all = await client.deals.list({ select: ['ID'], filter: { '%TITLE': 'Пачка' } })
  const batch = await client.batch({
    added: { method: 'crm.company.add', params: { fields: { TITLE: 'Ссылка' } } },
    read: { method: 'crm.company.get', params: { id: '$result[added]' } },
  })
  const error = await client.call('crm.item.get', { entityTypeId: 2, id: 99999 }).catch((failure) => failure)
  return {
    deal: await story('deal'),
    company: await story('company'),
    pages: new Set(all.result.map((row) => row.ID)).size,
    batch: batch.result.result.read.TITLE,
    error: error.response?.body?.error ?? error.message,
  }
}

main().then((told) => process.stdout.write(JSON.stringify(told)))
