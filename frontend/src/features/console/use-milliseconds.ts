import { useCallback } from 'react'
import { useFormat } from '@/shared/lib/format'
import { numberFormat } from '@/shared/lib/intl'

/** A time as people say it: 250 ms, 4.2 s, 3 min. */
export function useMilliseconds() {
  const { locale } = useFormat()
  return useCallback(
    (milliseconds: number) => {
      const [unit, size] =
        milliseconds < 1000
          ? (['millisecond', 1] as const)
          : milliseconds < 120_000
            ? (['second', 1000] as const)
            : milliseconds < 7_200_000
              ? (['minute', 60_000] as const)
              : (['hour', 3_600_000] as const)
      const options = { style: 'unit', unit, unitDisplay: 'narrow', maximumSignificantDigits: 3 } as const
      return numberFormat(locale, options).format(milliseconds / size)
    },
    [locale],
  )
}
