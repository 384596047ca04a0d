import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  catalogs: [
    { path: '<rootDir>/src/shared/i18n/{locale}/messages', include: ['src'], exclude: ['**/*.test.*', 'src/test/**'] },
  ],
  format: formatter({ lineNumbers: false }),
})
