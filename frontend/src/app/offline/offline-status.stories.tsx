import { online } from '@/shared/lib/connection'
import { type WaitingEdit, waitingEdits } from '@/shared/offline/waiting'
import type { StoryFile } from '@/stories/story'
import { allSaved } from './edits'
import { Connection } from './offline-status'

const edit = (state: WaitingEdit['state']) => ({ state }) as WaitingEdit

function state(isOnline: boolean, edits: WaitingEdit[], saved = false) {
  online.set(isOnline)
  waitingEdits.set(edits)
  allSaved.set(saved)
  return <Connection />
}

export const stories: StoryFile = {
  of: 'Connection',
  states: {
    offline: () => state(false, []),
    'offline, with changes that wait': () => state(false, [edit('waiting'), edit('waiting')]),
    'sending what waited': () => state(true, [edit('waiting')]),
    'all saved': () => state(true, [], true),
    'a conflict to decide': () => state(true, [edit('conflict')]),
  },
}
