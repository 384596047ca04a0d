import { useStored } from '@/shared/lib/use-stored'

export type Density = 'cosy' | 'compact'
/** Of a row, in pixels; the style sheet draws them so. */
export const ROW_HEIGHTS: Record<Density, number> = { cosy: 38, compact: 28 }

/** How close the rows of all lists stand, kept in this browser. */
export function useDensity() {
  const [density, setDensity] = useStored<Density>('density', 'cosy')
  return { density, setDensity }
}
