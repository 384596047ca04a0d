import type { Format } from '@/shared/lib/format'
import { numberFormat } from '@/shared/lib/intl'
import type { RecordFile } from './files-api'

type Kind = Pick<RecordFile, 'media_type' | 'preview'>

export const isPicture = ({ media_type, preview }: Kind) => preview && media_type.startsWith('image/')

export const isPdf = ({ media_type }: Pick<Kind, 'media_type'>) => media_type === 'application/pdf'

export const inlineAddress = (file: Pick<RecordFile, 'address'>) => `${file.address}?inline=true`

/** What the page shows by itself; anything else is loaded down. */
export const isShown = (file: Kind) =>
  isPicture(file) || (file.preview && (isPdf(file) || file.media_type === 'text/plain'))

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

export function formatSize(bytes: number, { locale }: Pick<Format, 'locale'>) {
  const power = Math.min(UNITS.length - 1, bytes > 0 ? Math.floor(Math.log(bytes) / Math.log(1000)) : 0)
  return numberFormat(locale, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** power)
}
