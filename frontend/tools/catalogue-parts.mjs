// Cuts a catalogue in two when it is compiled: what every screen may show, and what only few do: settings, the console,
// signing a company up, merging, sharing, PDFs. It stays one file for each language.

import path from 'node:path'
import { createCompiledCatalog, getCatalogForFile, getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'

const MERGING = [
  'merge-page.',
  'merge-choice.',
  'merge-moves.',
  'use-merge.',
  'use-tell-apart.',
  'duplicate-card.',
  'duplicates-page.',
]
const LATER = [
  'src/features/settings/',
  'src/features/console/',
  ...MERGING.map((name) => `src/features/records/merge/${name}`),
  'src/features/records/access/',
  'src/features/records/files/pdf-',
  'src/features/support/support-banner.',
  'src/features/auth/sign-up-',
]
// Of the shell: the console's places in its navigation.
const FIRST = ['src/features/console/console-places.ts']
const PART = /messages\.po\?part=(first|later)$/

const isLater = ([file]) => LATER.some((folder) => file.startsWith(folder)) && !FIRST.includes(file)

export function catalogueParts() {
  return {
    name: 'freehold-catalogue-parts',
    transform: {
      filter: { id: PART },
      async handler(_source, id) {
        const part = PART.exec(id)?.[1]
        const config = getConfig()
        const file = path.relative(config.rootDir, id.split('?')[0])
        const { locale, catalog } = getCatalogForFile(file, await getCatalogs(config))
        const entries = await catalog.read(locale)
        const { messages } = await catalog.getTranslations(locale, {
          fallbackLocales: config.fallbackLocales,
          sourceLocale: config.sourceLocale,
        })
        const wanted = Object.entries(messages).filter(([key]) => {
          const origins = entries[key]?.origin ?? []
          const later = origins.length > 0 && origins.every(isLater)
          return later === (part === 'later')
        })
        const { source: code } = createCompiledCatalog(locale, Object.fromEntries(wanted), { namespace: 'es' })
        return { code, map: null, moduleType: 'js' }
      },
    },
  }
}
