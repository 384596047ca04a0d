import { useCallback } from 'react'
import { useFormat } from '@/shared/lib/format'
import { numberFormat } from '@/shared/lib/intl'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Bytes as people say them: 3.2 MB. */
export function useBytes() {
  const { locale } = useFormat()
  return useCallback(
    (bytes: number) => {
      const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
      const unit = UNITS[step] ?? 'byte'
      return numberFormat(locale, { style: 'unit', unit, maximumSignificantDigits: 3 }).format(bytes / 1000 ** step)
    },
    [locale],
  )
}
