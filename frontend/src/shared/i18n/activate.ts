import { i18n, type Messages } from '@lingui/core'
import { readStored, writeStored } from '@/shared/lib/use-stored'

export const LOCALES = ['en', 'de'] as const
export type AppLocale = (typeof LOCALES)[number]

/** A further language is one more catalogue and one more line here. */
const catalogues: Record<AppLocale, () => Promise<{ messages: Messages }>> = {
  en: () => import('./en/messages.po'),
  de: () => import('./de/messages.po'),
}
const KEY = 'locale'

export function appLocale(name: string | null | undefined): AppLocale {
  const language = (name ?? '').slice(0, 2).toLowerCase()
  return LOCALES.find((locale) => locale === language) ?? 'en'
}

/** Before anyone is signed in: the language last used here, else the browser's. */
export const guessedLocale = () => appLocale(readStored<string | null>(KEY, null) ?? navigator.language)

export async function activate(locale: AppLocale) {
  if (i18n.locale === locale) return
  const { messages } = await catalogues[locale]()
  i18n.loadAndActivate({ locale, messages })
  document.documentElement.lang = locale
  writeStored(KEY, locale)
}
