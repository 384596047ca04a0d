import { isProblem } from '../api/problem'
import type { CrmRecord } from '../api/types'
import type { WaitingEdit } from './waiting'

/** Where the changes lie, in the order in which they were made. */
export interface EditStore {
  all: () => Promise<WaitingEdit[]>
  put: (edit: WaitingEdit) => Promise<void>
  remove: (seq: number) => Promise<void>
}

export interface Replaying {
  /** Sends one change, against the version of its base. Throws ApiProblem. */
  send: (edit: WaitingEdit) => Promise<CrmRecord>
  /** The fields of the change that somebody else changed too, to something else. */
  contested: (base: CrmRecord, mine: WaitingEdit['values'], current: CrmRecord) => string[]
  saved: (edit: WaitingEdit, record: CrmRecord) => void
}

const isLater = (edit: WaitingEdit, than: WaitingEdit) => (edit.seq ?? 0) > (than.seq ?? 0)

/** The same change over the record as it now is; a field that both changed makes it a conflict. */
function over(edit: WaitingEdit, current: CrmRecord, contested: Replaying['contested']): WaitingEdit {
  return contested(edit.base, edit.values, current).length > 0
    ? { ...edit, state: 'conflict', current }
    : { ...edit, base: { ...edit.base, ...current } }
}

/** What follows on the same record sets out from what was saved, not from what was seen before. */
async function rebase(store: EditStore, done: WaitingEdit, record: CrmRecord, contested: Replaying['contested']) {
  for (const edit of await store.all())
    if (edit.record === done.record && edit.state === 'waiting' && isLater(edit, done))
      await store.put(over(edit, record, contested))
}

/**
 * Sends what waits, in order. Stops where the server is away, busy or knows nobody: all the rest waits on.
 * Changes behind a conflict of the same record wait for its decision; a refusal stays with its reason.
 */
export async function replay(store: EditStore, { send, contested, saved }: Replaying): Promise<'done' | 'stopped'> {
  for (;;) {
    const all = await store.all()
    const undecided = new Set(all.filter((edit) => edit.state === 'conflict').map((edit) => edit.record))
    const next = all.find((edit) => edit.state === 'waiting' && !undecided.has(edit.record))
    if (next?.seq === undefined) return 'done'
    try {
      const record = await send(next)
      await store.remove(next.seq)
      await rebase(store, next, record, contested)
      saved(next, record)
    } catch (error) {
      if (!isProblem(error) || isPassing(error.status)) return 'stopped'
      if (error.status === 412 && error.current) await store.put(over(next, error.current, contested))
      else await store.put({ ...next, state: 'refused', message: error.errors[0]?.message || error.message })
    }
  }
}

const isPassing = (status: number) => status === 0 || status === 401 || status === 429 || status >= 500
