import { useMemo } from 'react'
import type { CrmRecord } from '../api/types'
import { withValue } from '../lib/record-value'
import { useStore } from '../lib/store'
import { isDeletion, type WaitingEdit, waitingEdits } from './waiting'

/** The changes of one object's records that are not on the server yet. */
export function useWaitingOf(object: string): readonly WaitingEdit[] {
  const edits = useStore(waitingEdits)
  return useMemo(() => edits.filter((edit) => edit.object === object), [edits, object])
}

/** The records among them: rows and cards of these are marked. */
export const recordsIn = (edits: readonly WaitingEdit[]): ReadonlySet<string> =>
  new Set(edits.map((edit) => edit.record))

/** The records that wait to be deleted. */
export const deletedIn = (edits: readonly WaitingEdit[]): ReadonlySet<string> =>
  new Set(edits.filter(isDeletion).map((edit) => edit.record))

/** What was made here and is not on the server yet, the newest first. */
export function madeIn(edits: readonly WaitingEdit[]): CrmRecord[] {
  const gone = deletedIn(edits)
  return edits
    .filter((edit) => edit.kind === 'create' && !gone.has(edit.record))
    .map((edit) => withWaiting(edit.base, edits))
    .reverse()
}

/** Loaded records as they are with what waits: changed, or gone. */
export function overlaid<R extends Pick<CrmRecord, 'id'>>(records: R[], edits: readonly WaitingEdit[]): R[] {
  if (edits.length === 0) return records
  const gone = deletedIn(edits)
  return records.filter(({ id }) => !gone.has(id)).map((record) => withWaiting(record, edits))
}

/** The record with what waits for it; what was refused is shown with its reason only. The same object where nothing waits. */
export function withWaiting<R extends Pick<CrmRecord, 'id'>>(record: R, edits: readonly WaitingEdit[]): R {
  let shown: CrmRecord = record
  for (const edit of edits)
    if (edit.record === record.id && edit.state !== 'refused')
      for (const [field, value] of Object.entries(edit.values)) shown = withValue(shown, field, value)
  return shown as R
}
