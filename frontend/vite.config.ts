import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { catalogueParts } from './tools/catalogue-parts.mjs'
import { groups } from './tools/chunks.mjs'
import { worker } from './tools/worker.mjs'

const BACK_END = process.env.FREEHOLD_URL ?? 'http://127.0.0.1:8000'
const PROXIED = ['/api', '/_allauth', '/media']

export default defineConfig(({ command }) => ({
  base: command === 'build' ? '/static/' : '/',
  plugins: [babel({ presets: [linguiTransformerBabelPreset()] }), react(), lingui(), catalogueParts(), worker()],
  build: {
    manifest: true,
    target: 'baseline-widely-available',
    // Every browser of this target knows light-dark(); lowering it loses colours held in variables.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    sourcemap: 'hidden',
    // Inlined assets would be data: addresses, which the content security policy allows for images only.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: 'src/main.tsx',
      output: { codeSplitting: { groups } },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    // The host name chooses the tenant, so it is passed on unchanged.
    proxy: Object.fromEntries(PROXIED.map((path) => [path, { target: BACK_END, changeOrigin: false }])),
  },
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://acme.localhost/' } },
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    // On a busy machine typing into a form takes seconds.
    testTimeout: 20_000,
    // One jsdom for all files: making it costs more than most of the tests.
    isolate: false,
    css: false,
  },
}))
