import { infiniteQueryOptions } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import type { Page } from '@/shared/api/types'

export type Work = components['schemas']['Job']
export type Whose = 'mine' | 'people' | 'system'

/** What the list can be narrowed to: a name, and the states that it stands for. */
export const STATES = {
  all: '',
  open: 'queued,running',
  failed: 'failed',
  done: 'done',
  cancelled: 'cancelled',
} as const
export type StateFilter = keyof typeof STATES

export const isOpen = (job: Work) => job.state === 'queued' || job.state === 'running'

const SOON_MS = 2_000
const LATER_MS = 15_000

/** Newest first; asked again soon while something is under way, now and then otherwise. */
export const jobsQuery = (whose: Whose, state: StateFilter) =>
  infiniteQueryOptions({
    queryKey: ['jobs', 'list', whose, state],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Work>>(
        '/jobs/',
        { whose, state: STATES[state] || undefined, cursor: pageParam || undefined, limit: '25' },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.results.some(isOpen)) ? SOON_MS : LATER_MS,
  })

/** Ends a job, or goes on with one that has failed. */
export const steer = async ({ job, step }: { job: Work; step: 'cancel' | 'retry' }) =>
  (await request<Work>('POST', `/jobs/${job.id}/${step}/`)).data
