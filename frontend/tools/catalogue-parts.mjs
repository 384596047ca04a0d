// Cuts a catalogue in four when it is compiled: what every screen may show, what is shown on use (menus, dialogs,
// panels), what only few screens show (settings, merging), and the console. It stays one file for each language.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { createCompiledCatalog, getCatalogForFile, getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { textParts } from './text-parts.mjs'

const PART = /messages\.po\?part=(first|use|later|console)$/

function partOf(origins, { first, use, console }) {
  const files = origins.map(([file]) => file)
  // A file that was moved since the texts were collected may be anywhere now.
  if (files.length === 0 || files.some((file) => first.has(file) || !existsSync(file))) return 'first'
  if (files.some((file) => use.has(file))) return 'use'
  return files.every((file) => console.has(file)) ? 'console' : 'later'
}

export function catalogueParts() {
  return {
    name: 'freehold-catalogue-parts',
    transform: {
      filter: { id: PART },
      async handler(_source, id) {
        const part = PART.exec(id)?.[1]
        const config = getConfig()
        const parts = textParts()
        const file = path.relative(config.rootDir, id.split('?')[0])
        const { locale, catalog } = getCatalogForFile(file, await getCatalogs(config))
        const entries = await catalog.read(locale)
        const { messages } = await catalog.getTranslations(locale, {
          fallbackLocales: config.fallbackLocales,
          sourceLocale: config.sourceLocale,
        })
        const wanted = Object.entries(messages).filter(([key]) => partOf(entries[key]?.origin ?? [], parts) === part)
        const { source: code } = createCompiledCatalog(locale, Object.fromEntries(wanted), { namespace: 'es' })
        return { code, map: null, moduleType: 'js' }
      },
    },
  }
}
