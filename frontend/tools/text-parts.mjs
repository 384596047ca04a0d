// Which part of the catalogue a source file's texts belong to, by how the app comes to the file: `first` is what
// `main.tsx` and the screens import, `use` what they load with `onUse`, `later` what they load `withLaterTexts`,
// `console` what they load `withConsoleTexts`. What a screen of the last two loads with `onUse` has its texts.

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ENTRY = 'src/main.tsx'
const STATIC = /^(?:import|export)\s(?!type\s)[^'"]*?from\s+['"]([^'"]+)['"]/gm
const DYNAMIC = /(?:(onUse|withLaterTexts|withConsoleTexts)\(\s*\(\) =>\s*)?\bimport\('([^']+)'\)/g

function fileOf(name, from) {
  const place = name.startsWith('@/') ? path.join('src', name.slice(2)) : path.join(path.dirname(from), name)
  if (!name.startsWith('@/') && !name.startsWith('.')) return undefined
  return [place, `${place}.tsx`, `${place}.ts`].find((one) => /\.tsx?$/.test(one) && existsSync(one))
}

/** The files that this one leads to, each with by what: `onUse`, …; undefined for the same part. */
function edges(file) {
  const text = readFileSync(file, 'utf8')
  const found = [...text.matchAll(STATIC)].map(([, name]) => [undefined, name])
  for (const [, how, name] of text.matchAll(DYNAMIC)) found.push([how, name])
  return found.map(([how, name]) => [how, fileOf(name, file)]).filter(([, to]) => to)
}

/** The parts as sets of files, relative to the folder of the web app (where this runs). */
export function textParts() {
  const parts = { first: new Set(), use: new Set(), later: new Set(), console: new Set() }
  const further = { onUse: [], withLaterTexts: [], withConsoleTexts: [] }
  const walk = (file, part) => {
    if (Object.values(parts).some((files) => files.has(file))) return
    part.add(file)
    for (const [how, to] of edges(file)) {
      const stays = how === 'onUse' && (part === parts.later || part === parts.console)
      if (how === undefined || stays) walk(to, part)
      else further[how].push(to)
    }
  }
  walk(ENTRY, parts.first)
  // They grow while they are walked.
  for (const file of further.onUse) walk(file, parts.use)
  for (const file of further.withLaterTexts) walk(file, parts.later)
  for (const file of further.withConsoleTexts) walk(file, parts.console)
  return parts
}
