import type { Announced } from '@/shared/api/types'

const begins = (one: Announced) => Date.parse(one.shown_from)
const ends = (one: Announced) => Date.parse(one.shown_until)

/** Those that are shown at this moment, in the server's order. */
export const shownAt = (announced: Announced[], now: number) =>
  announced.filter((one) => begins(one) <= now && now < ends(one))

/** The next moment at which one more or one less is shown. */
export function nextChange(announced: Announced[], now: number): number | undefined {
  const later = announced.flatMap((one) => [begins(one), ends(one)]).filter((moment) => moment > now)
  // Timers count in 32 bits: what is further away than three weeks is looked at again then.
  return later.length > 0 ? Math.min(...later, now + 20 * 86_400_000) : undefined
}
