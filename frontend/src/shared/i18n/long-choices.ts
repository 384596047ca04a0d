const NO_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'XK', 'CP', 'AC', 'TA', 'DG', 'EA', 'IC', 'CQ'])
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

interface Item {
  value: string
  label: string
}

/** Hundreds to choose from: naming and sorting all of them takes some ten milliseconds, one of them next to none. */
export interface LongChoice {
  all: (locale: string) => Item[]
  one: (value: string, locale: string) => Item
}

const countryNames = (locale: string) => new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
const isCurrent = (code: string) => !NO_COUNTRIES.has(code) && new Intl.Locale(`und-${code}`).region === code

/** Countries by their two letters, named in that language and sorted as it sorts. */
export const COUNTRIES: LongChoice = {
  all: (locale) => {
    const names = countryNames(locale)
    const sorts = new Intl.Collator(locale)
    return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
      .filter(isCurrent)
      .map((value) => ({ value, label: names.of(value) ?? '' }))
      .filter((one) => one.label)
      .sort((a, b) => sorts.compare(a.label, b.label))
  },
  one: (value, locale) => ({ value, label: countryNames(locale).of(value) ?? value }),
}

const currencyNames = (locale: string) => new Intl.DisplayNames([locale], { type: 'currency' })
const currencyItem = (value: string, names: Intl.DisplayNames) => ({ value, label: `${value} – ${names.of(value)}` })

/** Currencies in use, as `EUR – Euro`, sorted by code. */
export const CURRENCIES: LongChoice = {
  all: (locale) => {
    const names = currencyNames(locale)
    return Intl.supportedValuesOf('currency').map((value) => currencyItem(value, names))
  },
  one: (value, locale) => currencyItem(value, currencyNames(locale)),
}

const zoneItem = (value: string) => ({ value, label: value.replaceAll('_', ' ') })

export const TIME_ZONES: LongChoice = {
  all: () => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map(zoneItem),
  one: zoneItem,
}
