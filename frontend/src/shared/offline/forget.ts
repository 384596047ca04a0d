import { forgetStored } from '../lib/use-stored'
import { answerOf, ownerOfKept, removeDatabases, setOwner, storeOf } from './database'

const CHANNEL = 'freehold-offline'
export type Told = 'signed-out' | 'edits'

/** Tells the other tabs. */
export function tellTabs(told: Told) {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(told)
  channel.close()
}

export function onTold(heard: (told: Told) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = (message: MessageEvent<Told>) => heard(message.data)
  return () => channel.close()
}

/** Nothing of anybody stays in this browser: databases, drafts, the worker with its files. */
export async function forgetEverything(userId: string | undefined) {
  if (userId) forgetStored(userId, [''])
  const gone = removeDatabases()
  // Without an owner nothing is written any more, whatever was on its way.
  setOwner(null)
  await Promise.allSettled([gone, removeWorker()])
}

async function removeWorker() {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? []
  await Promise.all(registrations.map((registration) => registration.unregister()))
  if ('caches' in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)))
}

/** The session has ended by itself: the copies go. Changes that wait stay for the same person's return. */
export async function forgetCopies() {
  if (!ownerOfKept()) return
  try {
    const waiting = await answerOf((await storeOf('edits', 'readonly')).count())
    if (waiting > 0) await answerOf((await storeOf('queries', 'readwrite')).clear())
    else {
      await removeDatabases()
      setOwner(null)
    }
  } catch {
    // Where nothing can be stored there is nothing to forget.
  }
}
