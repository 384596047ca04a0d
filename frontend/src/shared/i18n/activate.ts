import { i18n } from '@lingui/core'
import { brand } from '@/shared/brand/brand'
import { readStored, writeStored } from '@/shared/lib/use-stored'
import { catalogueOf, directionOf, LOCALES, languageOf, laterCatalogueOf } from './locales'

const KEY = 'locale'

/** Before anyone is signed in: the language last used here, else the browser's, else the company's. */
export function guessedLocale() {
  const stored = readStored<string | null>(KEY, null)
  if (stored) return languageOf(stored)
  const known = navigator.languages.find((one) => LOCALES.includes(one.split('-')[0]?.toLowerCase() ?? ''))
  return languageOf(known ?? brand.get().locale)
}

let needsLater = false

async function loadLater(locale: string) {
  const found = await laterCatalogueOf(locale)?.()
  if (found) i18n.load(locale, found.messages)
}

/** A screen together with the texts that few screens show (`tools/catalogue-parts.mjs`). */
export function withLaterTexts<T>(load: () => Promise<T>) {
  return async () => {
    needsLater = true
    const [screen] = await Promise.all([load(), loadLater(i18n.locale)])
    return screen
  }
}

/** Speaks that language from now on, in its direction. */
export async function activate(name: string) {
  const locale = languageOf(name)
  const load = catalogueOf(locale)
  if (i18n.locale === locale || !load) return
  const [{ messages }] = await Promise.all([load(), needsLater ? loadLater(locale) : undefined])
  i18n.load(locale, messages)
  i18n.activate(locale)
  document.documentElement.lang = locale
  document.documentElement.dir = directionOf(locale)
  writeStored(KEY, locale)
}
