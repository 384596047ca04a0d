import { Button } from '@mantine/core'
import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import { ApiProblem } from '@/shared/api/problem'
import { online } from '@/shared/lib/connection'
import type { StoryFile } from '@/stories/story'
import { PageHeader } from './page-header'
import { ProblemMessage } from './problem-message'
import { StateMessage } from './state-message'
import { TintBadge } from './tint-badge'

const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle Nord-Nordost '
const failed = (status: number, detail = '') => (
  <ProblemMessage error={new ApiProblem(status, { detail })} onRetry={() => undefined} />
)
const connected = (is: boolean, status: number) => {
  online.set(is)
  return failed(status)
}

export const stories: StoryFile = {
  of: 'What is the case',
  states: {
    empty: () => (
      <StateMessage icon={<IconInbox size={22} aria-hidden />} title="No entries yet" action={<Button>Create</Button>}>
        What you create stands here.
      </StateMessage>
    ),
    'long text': () => (
      <>
        <PageHeader title={LONG.repeat(2)} note={<TintBadge color="green">{LONG}</TintBadge>} />
        <StateMessage title={LONG}>{LONG.repeat(6)}</StateMessage>
      </>
    ),
    'an error of the server': () => connected(true, 500),
    'the server is away': () => connected(true, 0),
    offline: () => connected(false, 0),
    'no permission': () => failed(403),
    'no permission, with a reason': () => failed(403, 'Your role does not reach the records of other teams.'),
    'not there': () => failed(404),
  },
}
