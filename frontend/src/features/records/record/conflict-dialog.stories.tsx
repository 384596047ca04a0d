import type { CrmRecord } from '@/shared/api/types'
import type { StoryFile } from '@/stories/story'
import { makeObject } from '@/test/factories'
import { editConflict, type Values } from '../edit-conflict'
import { ConflictDialog } from './conflict-dialog'

const base = { id: 'r1', version: 3, name: 'Ada Lovelace', email: 'ada@acme.test' } as unknown as CrmRecord
const theirs = {
  ...base,
  version: 4,
  email: 'lovelace@analytical.test',
  updated_by: { id: 'u2', name: 'Charles Babbage' },
} as unknown as CrmRecord

function conflict(mine: Values, contested: string[]) {
  editConflict.set({ object: makeObject(), base, mine, current: theirs, contested, decide: () => undefined })
  return <ConflictDialog />
}

export const stories: StoryFile = {
  of: 'Conflict',
  states: {
    'one field': () => conflict({ email: 'ada@lovelace.test' }, ['email']),
    'several fields, one emptied': () =>
      conflict({ email: null, last_name: 'Byron-King-Noel-Lovelace of the Analytical Engine' }, ['email', 'last_name']),
  },
}
