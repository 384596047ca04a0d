// Prints what a first visit to a screen loads (brotli, as the server sends it) and fails above the budget.
//
// What counts: what the screen imports, and what it then loads by itself before the page is idle (`BY_ITSELF`). What
// does not: parts that are shown on use (`src/shared/on-use`): menus, dialogs, panels. They are fetched ahead, one
// after the other, once the screen stands and the page is idle. Settings are measured by their start and by each
// section. `make bench-web` measures the same in a browser.
import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'

const BUDGET = { js: 220, section: 228, css: 35, lazy: 130 }
const DAILY = ['list-route', 'board-route', 'record-route', 'home-route', 'my-day-route', 'calendar-route']
const SCREENS = [...DAILY, 'import-route', 'settings-route', 'sign-in-route']
const EVERYWHERE = ['src/shared/live/start.ts', 'src/app/offline/offline-status.tsx']
const BY_ITSELF = {
  'record-route': ['src/features/records/timeline/composer.tsx'],
  'home-route': ['src/features/start/home-guide.tsx'],
}
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const kib = (file) => brotliCompressSync(readFileSync(`dist/${file}`)).length / 1024

function collect(key, found = new Set()) {
  const chunk = manifest[key]
  if (!chunk) throw new Error(`${key} is no file of the build any more: see the head of tools/budget.mjs.`)
  if (found.has(key)) return found
  found.add(key)
  for (const next of chunk.imports ?? []) collect(next, found)
  return found
}

const texts = (part) => Object.keys(manifest).find((key) => key.endsWith(`i18n/en/messages.po?part=${part}`))
const SECTION = /^src\/features\/settings\/(?:.*\/)?([a-z-]+-settings)\.tsx$/
const SECTION_NAME = /-settings$/
const SETTINGS = [texts('use'), texts('later')]

/** Each screen with what it loads beside `main.tsx` and the first texts. */
function screens() {
  const found = SCREENS.map((screen) => {
    const byItself = screen === 'sign-in-route' ? [] : [...EVERYWHERE, ...(BY_ITSELF[screen] ?? [])]
    const further = screen === 'settings-route' ? SETTINGS : []
    return [screen, [`src/app/routes/${screen}.tsx`, ...byItself, ...further]]
  })
  for (const key of Object.keys(manifest)
    .filter((one) => SECTION.test(one))
    .sort())
    found.push([SECTION.exec(key)[1], ['src/app/routes/settings-route.tsx', key, ...EVERYWHERE, ...SETTINGS]])
  return found
}

let failed = false
for (const [screen, parts] of screens()) {
  const wanted = ['src/main.tsx', texts('first'), ...parts]
  const keys = new Set(wanted.flatMap((key) => [...collect(key)]))
  const chunks = [...keys].map((key) => manifest[key])
  const js = chunks.reduce((sum, chunk) => sum + kib(chunk.file), 0)
  const css = [...new Set(chunks.flatMap((chunk) => chunk.css ?? []))].reduce((sum, file) => sum + kib(file), 0)
  const over = js > (SECTION_NAME.test(screen) ? BUDGET.section : BUDGET.js) || css > BUDGET.css
  failed ||= over
  console.log(
    `${screen.padEnd(21)} script ${js.toFixed(1).padStart(6)} KiB  style ${css.toFixed(1).padStart(5)} KiB${over ? '  over the budget' : ''}`,
  )
}
for (const chunk of Object.values(manifest)) {
  const size = chunk.file?.endsWith('.js') ? kib(chunk.file) : 0
  if (chunk.isDynamicEntry && size > BUDGET.lazy) {
    failed = true
    console.log(`lazy chunk too large: ${chunk.file} ${size.toFixed(1)} KiB`)
  }
}
console.log(
  `budget: script ${BUDGET.js} KiB (a section of settings ${BUDGET.section}), style ${BUDGET.css} KiB, a lazy chunk ${BUDGET.lazy} KiB`,
)
process.exit(failed ? 1 : 0)
