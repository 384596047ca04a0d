import { numberFormat } from './intl'

/** The separator and the decimal mark by which a spreadsheet of a country opens CSV. */
export type SpreadsheetMarks = ',.' | ';,' | ';.'

/** Countries that write a decimal point and still separate by semicolons, since their neighbours' files do. */
const SEMICOLON_AND_POINT = new Set(['CH', 'LI'])

export function spreadsheetMarks(locale: string): SpreadsheetMarks {
  const written = locale.replace('_', '-')
  const decimal = numberFormat(written)
    .formatToParts(1.5)
    .find((part) => part.type === 'decimal')?.value
  if (decimal === ',') return ';,'
  return SEMICOLON_AND_POINT.has(new Intl.Locale(written).region ?? '') ? ';.' : ',.'
}
