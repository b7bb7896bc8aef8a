/** The entrance: boot data, language, one screen, then the handshake with the portal. */
import './main.css'
import b24ui from '@bitrix24/b24ui-nuxt/vue-plugin'
import { createApp, defineAsyncComponent } from 'vue'
import App from './App.vue'
import { apiKey, createApi } from './api'
import { createClient } from './api/client'
import { type Boot, takeBoot } from './boot'
import { connectFrame, frameKey } from './frame'
import NoBoot from './kit/NoBoot.vue'
import { loadMessages, messagesKey } from './messages'
import { bootKey } from './user'

const screens = {
  'deal-tab': () => import('./deal/DealTab.vue'),
  'register': () => import('./office/OfficePage.vue'),
  'install': () => import('./install/InstallPage.vue')
}

async function start(boot: Boot | null): Promise<void> {
  const loading = boot && screens[boot.page]()
  const messages = await loadMessages(boot?.lang ?? 'ru')
  document.documentElement.lang = messages.lang
  const screen = loading ? defineAsyncComponent(() => loading) : NoBoot
  const app = createApp(App, { screen }).provide(messagesKey, messages)
  if (boot) {
    app.provide(bootKey, boot)
    app.provide(apiKey, createApi(createClient('', boot.session, messages)))
    app.provide(frameKey, connectFrame(boot.page !== 'register'))
  }
  app.use(b24ui).mount('#app')
}

void start(takeBoot(document))
