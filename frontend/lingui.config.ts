import { readdirSync } from 'node:fs'
import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: readdirSync(new URL('src/shared/i18n', import.meta.url), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((one) => one.name),
  catalogs: [
    { path: '<rootDir>/src/shared/i18n/{locale}/messages', include: ['src'], exclude: ['**/*.test.*', 'src/test/**'] },
  ],
  format: formatter({ lineNumbers: false }),
})
