import { createStore } from '@/shared/lib/store'
import { answerOf, storeOf } from '@/shared/offline/database'
import type { EditStore } from '@/shared/offline/queue'
import { type WaitingEdit, waitingEdits } from '@/shared/offline/waiting'

/** True for a while after everything that waited was saved. */
export const allSaved = createStore(false)
/** Changes that wait for a decision whose dialog was put off. */
export const waitingOpen = createStore(false)

export const edits: EditStore = {
  all: async () => answerOf<WaitingEdit[]>((await storeOf('edits', 'readonly')).getAll()),
  put: async (edit) => void (await answerOf((await storeOf('edits', 'readwrite')).put(edit))),
  remove: async (seq) => void (await answerOf((await storeOf('edits', 'readwrite')).delete(seq))),
}

export async function readEdits() {
  waitingEdits.set(await edits.all())
}

/** Told when the server has made what was made here: the page of the one is that of the other. */
export type WhenMade = (here: string, id: string) => void
export const whenMade = createStore<WhenMade | null>(null)

/** One tab at a time sends what waits, or takes it back. */
export const inTurn = (work: () => Promise<void>): Promise<void> =>
  navigator.locks ? navigator.locks.request('freehold-replay', work) : work()
