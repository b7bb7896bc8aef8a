/** Unit tests run in Node: what they try needs no browser. */
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['tests/**/*.test.ts'] } })
