import { i18n } from '@lingui/core'
import { brand } from '@/shared/brand/brand'
import { readStored, writeStored } from '@/shared/lib/use-stored'
import { catalogueOf, directionOf, type FurtherTexts, furtherTextsOf, LOCALES, languageOf } from './locales'

const KEY = 'locale'

/** Before anyone is signed in: the language last used here, else the browser's, else the company's. */
export function guessedLocale() {
  const stored = readStored<string | null>(KEY, null)
  if (stored) return languageOf(stored)
  const known = navigator.languages.find((one) => LOCALES.includes(one.split('-')[0]?.toLowerCase() ?? ''))
  return languageOf(known ?? brand.get().locale)
}

const needed = new Set<FurtherTexts>()
const loaded = new Set<string>()
/** The language that is spoken, or about to be. */
let chosen = ''

async function loadTexts(part: FurtherTexts, locale: string) {
  const found = await furtherTextsOf(part, locale)?.()
  if (!found || loaded.has(`${part} ${locale}`)) return
  loaded.add(`${part} ${locale}`)
  i18n.load(locale, found.messages)
}

const withTexts =
  (...parts: FurtherTexts[]) =>
  <T>(load: () => Promise<T>) =>
  async () => {
    for (const part of parts) needed.add(part)
    const [screen] = await Promise.all([load(), ...parts.map((part) => loadTexts(part, chosen))])
    return screen
  }

/** A part of a screen together with the texts of all that is shown on use (`tools/text-parts.mjs`). */
export const withTextsOfUse = withTexts('use')

/** A screen together with the texts that few screens show, and with those of what it shows on use. */
export const withLaterTexts = withTexts('use', 'later')

/** A screen of the operators' console. */
export const withConsoleTexts = withTexts('use', 'later', 'console')

/** Speaks that language from now on, in its direction. */
export async function activate(name: string) {
  const locale = languageOf(name)
  const load = catalogueOf(locale)
  if (i18n.locale === locale || !load) return
  chosen = locale
  const [{ messages }] = await Promise.all([load(), ...[...needed].map((part) => loadTexts(part, locale))])
  i18n.load(locale, messages)
  i18n.activate(locale)
  document.documentElement.lang = locale
  document.documentElement.dir = directionOf(locale)
  writeStored(KEY, locale)
}
