/** The build of the pages: assets are served by the web process under /ui/. */
import b24ui from '@bitrix24/b24ui-nuxt/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/ui/',
  plugins: [
    vue(),
    b24ui({ colorMode: false, router: false, autoImport: false, experimental: { componentDetection: true } })
  ]
})
