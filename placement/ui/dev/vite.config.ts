/** The pages on invented data, without a server: `npm run dev`, then /ui/?page=deal-tab. Never part of the build. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Connect, Plugin } from 'vite'
import { mergeConfig } from 'vite'
import production from '../vite.config'
import { answer } from './server'

const root = fileURLToPath(new URL('..', import.meta.url))

function boot(url: string): string {
  const query = new URL(url, 'http://dev').searchParams
  const page = query.get('page') ?? 'deal-tab'
  const session = `${query.get('case') ?? 'usual'}-${Math.round(performance.now())}`
  return JSON.stringify({
    page, session, lang: query.get('lang') ?? 'ru', user: { id: 1, name: 'Ирина Лебедева', is_admin: true }, deal_id: 12, office: { state: query.get('office') ?? 'ok' }
  })
}

const withBoot = (html: string, url: string) =>
  html.replace(/(<script id="boot"[^>]*>)null/, (_, tag: string) => tag + boot(url))

/** The built page needs its boot data too, so that pictures can be taken of what will be shipped. */
const builtPage: Connect.NextHandleFunction = (request, response, next) => {
  if (!/^\/ui\/(\?|$)/.test(request.originalUrl ?? '')) return next()
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(withBoot(readFileSync(`${root}/dist/index.html`, 'utf8'), request.originalUrl!))
}

const fixtures: Plugin = {
  name: 'fixtures',
  configureServer: server => void server.middlewares.use('/api', answer),
  configurePreviewServer(server) {
    server.middlewares.use('/api', answer)
    server.middlewares.use(builtPage)
  },
  transformIndexHtml: { order: 'pre', handler: (html, context) => context.originalUrl ? withBoot(html, context.originalUrl) : html }
}

export default mergeConfig(production, { root, plugins: [fixtures] })
