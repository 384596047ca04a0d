import type { QueryClient } from '@tanstack/react-query'
import { changeCached } from '@/shared/api/cache'
import { noteAnswer, onDoubt, online } from '@/shared/lib/connection'
import { withValue } from '@/shared/lib/record-value'
import { forgetStoredOfOthers } from '@/shared/lib/use-stored'
import { removeDatabases, setOwner } from '@/shared/offline/database'
import { onTold, tellTabs } from '@/shared/offline/forget'
import { keepQueries, restoreQueries } from '@/shared/offline/kept'
import { type Keeper, setKeeper, waitingEdits } from '@/shared/offline/waiting'
import { allSaved, edits, inTurn, readEdits, type WhenMade, whenMade } from './edits'

const PROBE_MS = 10_000
const RESTORE_MS = 5 * 60_000

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

/** Sends what waits, if anything does: most who open the app never need the code for it. */
async function sendWaiting(client: QueryClient) {
  if ((await edits.all()).length === 0) return
  const { replayWaiting } = await import('./replaying')
  await replayWaiting(client)
}

/** Deletions that were not sent are dropped; gives those of `records` that are deleted on the server by now. */
const undelete: Keeper['undelete'] = async (object, records) => {
  const still = new Set<string>()
  await inTurn(async () => {
    for (const { seq, kind, record, ...edit } of await edits.all()) {
      if (kind !== 'delete' || edit.object !== object || !records.includes(record) || seq === undefined) continue
      await edits.remove(seq)
      still.add(record)
    }
    await readEdits()
    tellTabs('edits')
  })
  return records.filter((record) => !still.has(record))
}

/** Keeps what is seen and what is changed for this person, until it is stopped. `leave`: signed out elsewhere. */
export function startOffline(client: QueryClient, userId: string, leave: () => void, made: WhenMade): () => void {
  whenMade.set(made)
  setOwner(userId)
  forgetStoredOfOthers(userId)
  void removeDatabases(userId)
  let stopped = false
  const sendAll = () => void sendWaiting(client).catch(() => undefined)
  const keep: Keeper['keep'] = async (made) => {
    try {
      for (const edit of made) await edits.put({ ...edit, state: 'waiting' })
      await readEdits()
    } catch {
      return false
    }
    allSaved.set(false)
    void probe().then(() => online.get() && sendAll())
    return true
  }
  setKeeper({ keep, undelete })
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
  // The network may have gone before this was here to hear of it.
  if (!navigator.onLine) ask()
  window.addEventListener('online', ask)
  window.addEventListener('offline', ask)
  const timer = setInterval(() => {
    if (!online.get()) ask()
    else if (waitingEdits.get().some((edit) => edit.state === 'waiting')) sendAll()
  }, PROBE_MS)
  const untell = onTold((told) => void (told === 'edits' ? readEdits().catch(() => undefined) : leave()))
  void readEdits()
    .then(() => {
      if (stopped) return
      if (online.get()) sendAll()
      else showWaiting(client)
    })
    .catch(() => undefined)
  return () => {
    stopped = true
    whenMade.set(null)
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
