import type { QueryClient } from '@tanstack/react-query'
import { askWhoseValuesStay, contestedFields } from '@/features/records/edit-conflict'
import { type Alike, comparedValues } from '@/features/records/form/use-alike'
import { changeCached } from '@/shared/api/cache'
import { catalogueQuery } from '@/shared/api/catalogue'
import { get } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'
import { createRecord, recordKeys, updateRecord } from '@/shared/api/records'
import type { CrmRecord } from '@/shared/api/types'
import { noteAnswer, onDoubt, online } from '@/shared/lib/connection'
import { isReference, toPayload, withValue } from '@/shared/lib/record-value'
import { createStore } from '@/shared/lib/store'
import { forgetStoredOfOthers } from '@/shared/lib/use-stored'
import { answerOf, removeDatabases, setOwner, storeOf } from '@/shared/offline/database'
import { onTold, tellTabs } from '@/shared/offline/forget'
import { keepQueries, restoreQueries } from '@/shared/offline/kept'
import { adopt, type EditStore, replay } from '@/shared/offline/queue'
import { type NewEdit, setKeeper, type WaitingEdit, waitingEdits } from '@/shared/offline/waiting'
import { moveRecord } from '@/shared/pipeline/move'

const PROBE_MS = 10_000
const RESTORE_MS = 5 * 60_000
const SAVED_MS = 10_000

/** True for a while after everything that waited was saved. */
export const allSaved = createStore(false)
/** Changes that wait for a decision whose dialog was put off. */
export const waitingOpen = createStore(false)

const edits: EditStore = {
  all: async () => answerOf<WaitingEdit[]>((await storeOf('edits', 'readonly')).getAll()),
  put: async (edit) => void (await answerOf((await storeOf('edits', 'readwrite')).put(edit))),
  remove: async (seq) => void (await answerOf((await storeOf('edits', 'readwrite')).delete(seq))),
}

async function readEdits() {
  waitingEdits.set(await edits.all())
}

/** What is shown of a record has what was changed here, also where an older copy was opened. */
function showWaiting(client: QueryClient) {
  for (const { object, record, values } of waitingEdits.get())
    changeCached(client, object, record, (old) =>
      Object.entries(values).reduce((made, [field, value]) => withValue(made, field, value), old),
    )
}

/** Finds out whether the server answers; only this tells that it is away. */
export async function probe() {
  try {
    await fetch('/healthz', { cache: 'no-store' })
    noteAnswer()
  } catch {
    online.set(false)
  }
}

async function send({ kind, object, record, values, base }: WaitingEdit): Promise<CrmRecord> {
  if (kind === 'create') return createRecord(object, toPayload(values), record)
  if (kind !== 'move') return (await updateRecord(object, record, toPayload(values), base.version)).record
  const { stage, ...more } = values
  const [to, from] = [stage, base.stage].map((one) => (isReference(one) ? one.id : ''))
  const place = { stage: to ?? '', from: from ?? '', before: null, after: null }
  const { undo: _, ...moved } = await moveRecord(object, record, {
    ...place,
    values: Object.keys(more).length > 0 ? more : undefined,
  })
  return moved as CrmRecord
}

/** Names of records that the new one would repeat; where that can't be asked, it is not held back. */
async function namesAlike(client: QueryClient, { object, values }: WaitingEdit): Promise<string[]> {
  const type = client.getQueryData(catalogueQuery.queryKey)?.find(({ name }) => name === object)
  const compared = type ? comparedValues(type, values) : ''
  if (compared === '') return []
  try {
    const { results } = await get<{ results: Alike[] }>(`/${object}/alike/`, { values: compared })
    return results.map(({ name }) => name ?? '')
  } catch (error) {
    if (isProblem(error) && [400, 403, 404, 422].includes(error.status)) return []
    throw error
  }
}

/** Told when the server has made what was made here: the page of the one is that of the other. */
type WhenMade = (here: string, id: string) => void
let whenMade: WhenMade | null = null

/** Sends what waits, in one tab at a time, and asks about the first conflict. */
export async function sendWaiting(client: QueryClient) {
  const saved = async ({ kind, object, record }: WaitingEdit, now: CrmRecord) => {
    if (kind === 'create') {
      await readEdits()
      whenMade?.(record, now.id)
      client.removeQueries({ queryKey: recordKeys.one(object, record) })
    }
    changeCached(client, object, now.id, (old) => ({ ...old, ...now }))
    void client.invalidateQueries({ queryKey: ['timeline', object, now.id] })
    if (!kind) return
    void client.invalidateQueries({ queryKey: recordKeys.object(object) })
    void client.invalidateQueries({ queryKey: ['stage-history', object, now.id] })
    // While it is fetched anew, what waited is shown over it.
    await client.invalidateQueries({ queryKey: ['board', object] })
  }
  const had = (await edits.all()).length
  if (had === 0) return
  const run = async () => {
    const alike = (edit: WaitingEdit) => namesAlike(client, edit)
    await replay(edits, { send, contested: contestedFields, saved, alike })
    await readEdits()
    tellTabs('edits')
    showSaved(waitingEdits.get().length === 0)
  }
  if (navigator.locks) await navigator.locks.request('freehold-replay', run)
  else await run()
  const conflict = waitingEdits.get().find((edit) => edit.state === 'conflict')
  if (conflict) await decide(client, conflict)
}

let hiding: ReturnType<typeof setTimeout> | undefined
function showSaved(all: boolean) {
  clearTimeout(hiding)
  allSaved.set(all)
  if (all) hiding = setTimeout(() => allSaved.set(false), SAVED_MS)
}

/** Asks whose values stay, in the dialog of every conflict; put off, the change stays in the list. */
export async function decide(client: QueryClient, edit: WaitingEdit) {
  const { current, base, values } = edit
  const object = client.getQueryData(catalogueQuery.queryKey)?.find(({ name }) => name === edit.object)
  if (!object || !current) return
  const contested = contestedFields(base, values, current)
  const kept = await askWhoseValuesStay({ object, base, mine: values, current, contested })
  if (kept === null) return
  if (Object.keys(kept).length === 0) return discard(client, edit)
  const { current: _, ...rest } = edit
  await edits.put({ ...rest, values: kept, base: { ...base, ...current }, state: 'waiting' })
  await readEdits()
  await sendWaiting(client)
}

/** Gives a change up: the server's values are shown again. */
export async function discard(client: QueryClient, { seq, kind, object, record, current }: WaitingEdit) {
  if (seq !== undefined) await edits.remove(seq)
  // Of what is not made, nothing is changed.
  if (kind === 'create')
    for (const edit of await edits.all())
      if (edit.record === record && edit.seq !== undefined) await edits.remove(edit.seq)
  await readEdits()
  tellTabs('edits')
  if (current) changeCached(client, object, record, (old) => ({ ...old, ...current }))
  await client.invalidateQueries({ queryKey: recordKeys.object(object) })
  await sendWaiting(client)
}

/** Sends a refused change once more, after what it was refused for is settled. */
export async function again(
  client: QueryClient,
  { message: _, triedAt: __, reason, alike: ___, ...edit }: WaitingEdit,
) {
  await edits.put({ ...edit, ...(reason ? { anyway: true } : {}), state: 'waiting' })
  await readEdits()
  await sendWaiting(client)
}

/** What was refused was put right and made: what follows on it goes along. */
export async function settle(client: QueryClient, edit: WaitingEdit, record: CrmRecord) {
  if (edit.seq !== undefined) await edits.remove(edit.seq)
  await adopt(edits, edit, record)
  await readEdits()
  tellTabs('edits')
  whenMade?.(edit.record, record.id)
  await sendWaiting(client)
}

/** Keeps what is seen and what is changed for this person, until it is stopped. `leave`: signed out elsewhere. */
export function startOffline(client: QueryClient, userId: string, leave: () => void, made: WhenMade): () => void {
  whenMade = made
  setOwner(userId)
  forgetStoredOfOthers(userId)
  void removeDatabases(userId)
  let stopped = false
  const send = () => void sendWaiting(client).catch(() => undefined)
  const keep = async (edit: NewEdit) => {
    try {
      await edits.put({ ...edit, state: 'waiting' })
      await readEdits()
    } catch {
      return false
    }
    allSaved.set(false)
    void probe().then(() => online.get() && send())
    return true
  }
  setKeeper(keep)
  const restore = () =>
    void restoreQueries(client)
      .then(() => showWaiting(client))
      .catch(() => undefined)
  let restoring = online.get() ? undefined : setInterval(restore, RESTORE_MS)
  const turn = () => {
    clearInterval(restoring)
    restoring = undefined
    if (!online.get()) {
      restore()
      restoring = setInterval(restore, RESTORE_MS)
      return
    }
    // What was changed here first: what is fetched anew has it then.
    void sendWaiting(client)
      .catch(() => undefined)
      .then(() => client.invalidateQueries())
  }
  const unsubscribe = online.subscribe(turn)
  const stopKeeping = keepQueries(client)
  const ask = () => void probe()
  onDoubt(ask)
  window.addEventListener('online', ask)
  window.addEventListener('offline', ask)
  const timer = setInterval(() => {
    if (!online.get()) ask()
    else if (waitingEdits.get().some((edit) => edit.state === 'waiting')) send()
  }, PROBE_MS)
  const untell = onTold((told) => void (told === 'edits' ? readEdits().catch(() => undefined) : leave()))
  void readEdits()
    .then(() => {
      if (stopped) return
      if (online.get()) send()
      else showWaiting(client)
    })
    .catch(() => undefined)
  return () => {
    stopped = true
    whenMade = null
    setKeeper(null)
    onDoubt(null)
    unsubscribe()
    stopKeeping()
    untell()
    clearInterval(timer)
    clearInterval(restoring)
    window.removeEventListener('online', ask)
    window.removeEventListener('offline', ask)
    waitingEdits.set([])
    allSaved.set(false)
  }
}
