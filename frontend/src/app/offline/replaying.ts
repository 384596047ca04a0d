import type { QueryClient } from '@tanstack/react-query'
import { askWhoseValuesStay, contestedFields } from '@/features/records/edit-conflict'
import { renameKept } from '@/features/records/kept-edits'
import { ACTIVITIES } from '@/shared/activities/activity'
import { changeCached, removeCached } from '@/shared/api/cache'
import { catalogueQuery } from '@/shared/api/catalogue'
import { recordKeys } from '@/shared/api/records'
import type { CrmRecord } from '@/shared/api/types'
import { renameStored } from '@/shared/lib/use-stored'
import { tellTabs } from '@/shared/offline/forget'
import { adopt, type Replaying, replay } from '@/shared/offline/queue'
import { type WaitingEdit, waitingEdits } from '@/shared/offline/waiting'
import { allSaved, edits, inTurn, readEdits, whenMade } from './edits'
import { differs, namesAlike, send } from './sending'

const SAVED_MS = 10_000

/** The record goes on under the id that the server gave, and with it what is half written about it. */
function goOn(object: string, here: string, id: string) {
  renameStored(here, id)
  renameKept(`${object}/${here}`, `${object}/${id}`)
  whenMade.get()?.(here, id)
}

/** Sends what waits, in one tab at a time, and asks about the first conflict. */
export async function replayWaiting(client: QueryClient) {
  const saved = async ({ kind, object, record }: WaitingEdit, now: CrmRecord) => {
    // What happened stands in the timelines of others.
    const isTold = object === ACTIVITIES
    if (kind === 'create') {
      // Until what waited is gone from the screen, what took its place is there.
      if (isTold) await client.invalidateQueries({ queryKey: ['timeline'] })
      await readEdits()
      goOn(object, record, now.id)
      client.removeQueries({ queryKey: recordKeys.one(object, record) })
    }
    if (kind === 'delete') removeCached(client, object, [record])
    else changeCached(client, object, now.id, (old) => ({ ...old, ...now }))
    if (!isTold) void client.invalidateQueries({ queryKey: ['timeline', object, now.id] })
    else if (kind !== 'create') await client.invalidateQueries({ queryKey: ['timeline'] })
    if (kind) {
      void client.invalidateQueries({ queryKey: recordKeys.object(object) })
      void client.invalidateQueries({ queryKey: ['stage-history', object, now.id] })
    }
    // While it is fetched anew, what waited is shown over it.
    await client.invalidateQueries({ queryKey: ['board', object] })
  }
  if ((await edits.all()).length === 0) return
  const run = async () => {
    const alike = (edit: WaitingEdit) => namesAlike(client, edit)
    const isChanged: Replaying['differs'] = (base, edit, current) => differs(client, base, edit, current)
    await replay(edits, { send, contested: contestedFields, differs: isChanged, saved, alike })
    await readEdits()
    tellTabs('edits')
    showSaved(waitingEdits.get().length === 0)
  }
  await inTurn(run)
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
  const others = waitingEdits.get().filter((one) => one.record === edit.record && one.seq !== edit.seq)
  const own = new Set(others.flatMap((one) => Object.keys(one.values)))
  const kept = await askWhoseValuesStay({ object, base, mine: values, current, contested, own })
  if (kept === null) return
  if (Object.keys(kept).length === 0) return discard(client, edit)
  const { current: _, ...rest } = edit
  await edits.put({ ...rest, values: kept, base: { ...base, ...current }, state: 'waiting' })
  await readEdits()
  await replayWaiting(client)
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
  await replayWaiting(client)
}

/** Sends a refused change once more, after what it was refused for is settled. */
export async function again(
  client: QueryClient,
  { message: _, triedAt: __, reason, alike: ___, ...edit }: WaitingEdit,
) {
  await edits.put({ ...edit, ...(reason ? { anyway: true } : {}), state: 'waiting' })
  await readEdits()
  await replayWaiting(client)
}

/** What was refused was put right and made: what follows on it goes along. */
export async function settle(client: QueryClient, edit: WaitingEdit, record: CrmRecord) {
  if (edit.seq !== undefined) await edits.remove(edit.seq)
  await adopt(edits, edit, record)
  await readEdits()
  tellTabs('edits')
  goOn(edit.object, edit.record, record.id)
  await replayWaiting(client)
}
