import type { StoryFile } from '@/stories/story'
import { makeObject } from '@/test/factories'
import { EmptyList, ListSkeleton } from './list-states'

const contacts = makeObject()
const mayNothing = makeObject({ permissions: { create: false, read: true, update: false, delete: false } })
const nothing = { object: contacts, narrowed: false, trash: false, onClear: () => undefined, onCreate: () => undefined }

export const stories: StoryFile = {
  of: 'List',
  states: {
    loading: () => <ListSkeleton />,
    empty: () => <EmptyList {...nothing} />,
    'empty, for somebody who may not create': () => <EmptyList {...nothing} object={mayNothing} />,
    'no result': () => <EmptyList {...nothing} narrowed />,
    'empty Trash': () => <EmptyList {...nothing} trash />,
  },
}
