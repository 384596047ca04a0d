import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ApiProblem } from '@/shared/api/problem'
import { trashedQuery } from '@/shared/api/records'
import type { StoryFile } from '@/stories/story'
import { makeObject } from '@/test/factories'
import { RecordGone } from './record-gone'

const gone = (error: ApiProblem, { isTrashed = false, wasShown = false } = {}) => {
  const client = new QueryClient({ defaultOptions: { queries: { queryFn: () => new Promise(() => undefined) } } })
  const record = {
    id: 'a',
    name: 'Tess Tern',
    deleted_at: '2026-03-31T09:30:00Z',
    updated_by: { id: 'u', name: 'Ada Harbour' },
  }
  if (isTrashed) client.setQueryData(trashedQuery('contacts', 'a').queryKey, record)
  return (
    <QueryClientProvider client={client}>
      <RecordGone object={makeObject()} id="a" error={error} wasShown={wasShown} onRetry={() => undefined} />
    </QueryClientProvider>
  )
}

export const stories: StoryFile = {
  of: 'RecordGone',
  states: {
    'deleted by a colleague': () => gone(new ApiProblem(404), { isTrashed: true }),
    'seen before, not any more': () => gone(new ApiProblem(404), { wasShown: true }),
    'out of reach': () => gone(new ApiProblem(403, { detail: 'Your roles do not let you see Contacts.' })),
  },
}
