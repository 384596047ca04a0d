import type { QueryClient } from '@tanstack/react-query'
import { askWhoseValuesStay, contestedFields } from '@/features/records/edit-conflict'
import { changeCached } from '@/shared/api/cache'
import { catalogueQuery } from '@/shared/api/catalogue'
import { recordKeys, updateRecord } from '@/shared/api/records'
import type { CrmRecord } from '@/shared/api/types'
import { noteAnswer, onDoubt, online } from '@/shared/lib/connection'
import { toPayload, withValue } from '@/shared/lib/record-value'
import { createStore } from '@/shared/lib/store'
import { forgetStoredOfOthers } from '@/shared/lib/use-stored'
import { answerOf, removeDatabases, setOwner, storeOf } from '@/shared/offline/database'
import { onTold, tellTabs } from '@/shared/offline/forget'
import { keepQueries, restoreQueries } from '@/shared/offline/kept'
import { type EditStore, replay } from '@/shared/offline/queue'
import { type NewEdit, setKeeper, type WaitingEdit, waitingEdits } from '@/shared/offline/waiting'

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

/** Sends what waits, in one tab at a time, and asks about the first conflict. */
export async function sendWaiting(client: QueryClient) {
  const send = async ({ object, record, values, base }: WaitingEdit): Promise<CrmRecord> =>
    (await updateRecord(object, record, toPayload(values), base.version)).record
  const saved = ({ object, record }: WaitingEdit, now: CrmRecord) => {
    changeCached(client, object, record, (old) => ({ ...old, ...now }))
    void client.invalidateQueries({ queryKey: ['timeline', object, record] })
  }
  const had = (await edits.all()).length
  if (had === 0) return
  const run = async () => {
    await replay(edits, { send, contested: contestedFields, saved })
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
export async function discard(client: QueryClient, { seq, object, record, current }: WaitingEdit) {
  if (seq !== undefined) await edits.remove(seq)
  await readEdits()
  tellTabs('edits')
  if (current) changeCached(client, object, record, (old) => ({ ...old, ...current }))
  await client.invalidateQueries({ queryKey: recordKeys.object(object) })
  await sendWaiting(client)
}

/** Sends a refused change once more, after what it was refused for is settled. */
export async function again(client: QueryClient, { message: _, ...edit }: WaitingEdit) {
  await edits.put({ ...edit, state: 'waiting' })
  await readEdits()
  await sendWaiting(client)
}

/** Keeps what is seen and what is changed for this person, until it is stopped. `leave`: signed out elsewhere. */
export function startOffline(client: QueryClient, userId: string, leave: () => void): () => void {
  setOwner(userId)
  forgetStoredOfOthers(userId)
  void removeDatabases(userId)
  let stopped = false
  const send = () => void sendWaiting(client).catch(() => undefined)
  const keep = async (edit: NewEdit) => {
    try {
      await answerOf((await storeOf('edits', 'readwrite')).add({ ...edit, state: 'waiting' }))
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
