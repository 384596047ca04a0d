import type { StoryFile } from '@/stories/story'
import { makeObject } from '@/test/factories'
import { DeletionWaits } from './deletion-waits'

export const stories: StoryFile = {
  of: 'DeletionWaits',
  states: {
    'deleted without network': () => <DeletionWaits object={makeObject()} id="a" />,
  },
}
