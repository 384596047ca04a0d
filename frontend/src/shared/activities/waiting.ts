import type { CrmRecord } from '@/shared/api/types'
import { madeIn } from '../offline/overlay'
import type { WaitingEdit } from '../offline/waiting'

/** Activities that were made here and are not on the server yet: open, as they will be there, unless it is said. */
export const madeActivities = (edits: readonly WaitingEdit[]): CrmRecord[] =>
  madeIn(edits).map((made) => ({ ...made, status: made.status ?? 'open' }))
