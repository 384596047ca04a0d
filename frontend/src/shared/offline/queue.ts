import { isProblem } from '../api/problem'
import type { CrmRecord } from '../api/types'
import { isReference, withValue } from '../lib/record-value'
import { isDeletion, type WaitingEdit } from './waiting'

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
  /** Whether somebody else changed the record since the deletion was decided, in what a person sees. */
  differs?: (base: CrmRecord, edit: WaitingEdit, current: CrmRecord) => boolean
  saved: (edit: WaitingEdit, record: CrmRecord) => void | Promise<void>
  /** Names of records that a creation would repeat. Throws ApiProblem where the server is away. */
  alike?: (edit: WaitingEdit) => Promise<string[]>
  now?: () => number
}

/** So long a repeated creation surely makes one record: the server forgets its key a day after. */
const SURE_MS = 23 * 3_600_000
/** So long the first of two same creations may still be under way. */
const UNDER_WAY_MS = 3 * 60_000

const isLater = (edit: WaitingEdit, than: WaitingEdit) => (edit.seq ?? 0) > (than.seq ?? 0)

/** The same change over the record as it now is; a field that both changed makes it a conflict. */
function over(edit: WaitingEdit, current: CrmRecord, contested: Replaying['contested']): WaitingEdit {
  return contested(edit.base, edit.values, current).length > 0
    ? { ...edit, state: 'conflict', current }
    : { ...edit, base: { ...edit.base, ...current } }
}

/** Somebody else was faster: the change over what they made of it, unless a person has to decide. */
function overtaken(edit: WaitingEdit, current: CrmRecord, { contested, differs }: Replaying): WaitingEdit {
  if (edit.kind !== 'delete' || !differs?.(edit.base, edit, current)) return over(edit, current, contested)
  return { ...edit, base: { ...edit.base, ...current }, state: 'refused', reason: 'changed' }
}

/** What follows on the same record sets out from what was saved, not from what was seen before. */
async function rebase(store: EditStore, done: WaitingEdit, record: CrmRecord, contested: Replaying['contested']) {
  for (const edit of await store.all())
    if (edit.record === done.record && edit.state === 'waiting' && isLater(edit, done))
      await store.put(over(edit, record, contested))
}

/** What follows on a record that was made here, or names it, goes on under the id that the server gave. */
export async function adopt(store: EditStore, made: WaitingEdit, record: CrmRecord) {
  for (const edit of await store.all()) {
    const named = Object.entries(edit.values).filter(([, value]) => isReference(value) && value.id === made.record)
    const given = named.map(([field]) => [field, { id: record.id, name: made.title }] as const)
    const values = { ...edit.values, ...Object.fromEntries(given) }
    const base = given.reduce((shown, [field, value]) => withValue(shown, field, value), edit.base)
    const now = (id: string | null) => (id === made.record ? record.id : id)
    const place = edit.place ? { place: { before: now(edit.place.before), after: now(edit.place.after) } } : {}
    if (edit.record === made.record) await store.put({ ...edit, ...place, record: record.id, values, base: record })
    else if (referenced(edit).includes(made.record)) await store.put({ ...edit, ...place, values, base })
  }
}

/** What was made here and deleted again before it was ever sent, and is named by nothing else, is nobody's concern. */
async function dropUnmade(store: EditStore) {
  const all = await store.all()
  for (const made of all) {
    if (made.kind !== 'create' || made.triedAt !== undefined) continue
    const own = all.filter((edit) => edit.record === made.record)
    const isNamed = all.some((edit) => !own.includes(edit) && referenced(edit).includes(made.record))
    if (isNamed || !own.some(isDeletion)) continue
    for (const { seq } of own) if (seq !== undefined) await store.remove(seq)
  }
}

/** What waits behind something else: a conflict, or a record that the server has not made yet. */
function isBehind(edit: WaitingEdit, all: readonly WaitingEdit[]) {
  const waitsFor = (id: string) =>
    all.some((other) => other.seq !== edit.seq && other.record === id && other.kind === 'create')
  const undecided = all.some((other) => other.state === 'conflict' && other.record === edit.record)
  return undecided || [edit.record, ...referenced(edit)].some(waitsFor)
}

/** The records that it names: as values, or as the cards beside it. */
const referenced = ({ values, place }: WaitingEdit) => [
  ...Object.values(values).flatMap((value) => (isReference(value) ? [value.id] : [])),
  ...[place?.before, place?.after].filter((id) => typeof id === 'string'),
]

/** A creation before it is sent: held back where it would repeat another record, or may have arrived long ago. */
async function heldBack(edit: WaitingEdit, { alike, now = Date.now }: Replaying): Promise<WaitingEdit | null> {
  if (edit.triedAt !== undefined)
    return now() - edit.triedAt > SURE_MS ? { ...edit, state: 'refused', reason: 'unsure' } : null
  const names = edit.anyway || !alike ? [] : await alike(edit)
  return names.length > 0 ? { ...edit, state: 'refused', reason: 'alike', alike: names } : null
}

/** What is gone already is what was wanted: its own answer may have been lost. */
const sendDeletion = (edit: WaitingEdit, send: Replaying['send']) =>
  send(edit).catch((error: unknown) => {
    if (!isProblem(error, 404)) throw error
  })

async function sendOne(store: EditStore, next: WaitingEdit & { seq: number }, replaying: Replaying) {
  const { send, contested, saved, now = Date.now } = replaying
  if (next.kind === 'delete') {
    await sendDeletion(next, send)
    await store.remove(next.seq)
    return saved(next, next.base)
  }
  if (next.kind !== 'create') {
    const record = await send(next)
    await store.remove(next.seq)
    await rebase(store, next, record, contested)
    return saved(next, record)
  }
  const held = await heldBack(next, replaying)
  if (held) return store.put(held)
  // Said before it is done: whoever closes the window meanwhile may have made it.
  const tried = { ...next, triedAt: next.triedAt ?? now() }
  await store.put(tried)
  const record = await send(tried)
  await store.remove(next.seq)
  await adopt(store, next, record)
  return saved(next, record)
}

/**
 * Sends what waits, in order. Stops where the server is away, busy or knows nobody: all the rest waits on.
 * Changes behind a conflict of the same record wait for its decision, and what follows on a record that was
 * made here waits until it is made; a refusal stays with its reason.
 */
export async function replay(store: EditStore, replaying: Replaying): Promise<'done' | 'stopped'> {
  const { now = Date.now } = replaying
  for (;;) {
    await dropUnmade(store)
    const all = await store.all()
    const next = all.find((edit) => edit.state === 'waiting' && !isBehind(edit, all))
    if (next?.seq === undefined) return 'done'
    try {
      await sendOne(store, { ...next, seq: next.seq }, replaying)
    } catch (error) {
      if (!isProblem(error) || isPassing(error.status)) return 'stopped'
      const underWay = error.status === 409 && next.triedAt !== undefined && now() - next.triedAt < UNDER_WAY_MS
      if (underWay) return 'stopped'
      if (error.status === 412 && error.current && !next.place)
        await store.put(overtaken(next, error.current, replaying))
      else await store.put(refused(next, error.errors[0]?.message || error.message))
    }
  }
}

/** What was refused was not made: sent again, it is compared anew. */
const refused = ({ triedAt: _, ...edit }: WaitingEdit, message: string): WaitingEdit => ({
  ...edit,
  state: 'refused',
  message,
})

const isPassing = (status: number) => status === 0 || status === 401 || status === 429 || status >= 500
