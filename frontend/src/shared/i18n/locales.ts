import type { Messages } from '@lingui/core'

type Catalogues = Record<string, () => Promise<{ messages: Messages }>>

/** Every folder with a catalogue beside this file is a language: a further one needs no line of code. */
const catalogues: Catalogues = import.meta.glob<{ messages: Messages }>('./*/messages.po', { query: '?part=first' })
/** The texts of what is shown on use, those that only few screens show, and the console's. */
const use: Catalogues = import.meta.glob<{ messages: Messages }>('./*/messages.po', { query: '?part=use' })
const later: Catalogues = import.meta.glob<{ messages: Messages }>('./*/messages.po', { query: '?part=later' })
const console: Catalogues = import.meta.glob<{ messages: Messages }>('./*/messages.po', { query: '?part=console' })

const folderOf = (path: string) => path.split('/')[1] ?? ''

/** English first, since the texts of the sources are English. */
export const LOCALES = Object.keys(catalogues)
  .map(folderOf)
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))

export const catalogueOf = (locale: string) => catalogues[`./${locale}/messages.po`]

export type FurtherTexts = 'use' | 'later' | 'console'
export const furtherTextsOf = (part: FurtherTexts, locale: string) =>
  ({ use, later, console })[part][`./${locale}/messages.po`]

/** The language of ours that is nearest to the name of a locale; English where there is none. */
export function languageOf(name: string | null | undefined) {
  const wanted = (name ?? '').replace('_', '-').toLowerCase()
  return (
    LOCALES.find((locale) => locale.toLowerCase() === wanted) ??
    LOCALES.find((locale) => locale.toLowerCase() === wanted.split('-')[0]) ??
    'en'
  )
}

/** In its own words, so that everyone finds theirs: Deutsch, English. */
export function languageName(locale: string) {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}

const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg'])

export function directionOf(locale: string): 'ltr' | 'rtl' {
  try {
    return RIGHT_TO_LEFT.has(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr'
  } catch {
    return 'ltr'
  }
}

/** `de` and `AT` as `de-AT`; without a region the language alone. */
export const joinLocale = (language: string, region: string) => (region ? `${language}-${region}` : language)

export function regionOf(locale: string) {
  try {
    return new Intl.Locale(locale.replace('_', '-')).region ?? ''
  } catch {
    return ''
  }
}
