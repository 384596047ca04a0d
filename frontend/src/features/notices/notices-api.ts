import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import type { Page } from '@/shared/api/types'

type Schemas = components['schemas']
export type Notice = Schemas['Notification']
type Unread = Schemas['UnreadNotifications']

const POLL_MS = 60_000
const SLOWEST_MS = 15 * 60_000
/** Whoever hears of news by another way invalidates this key. */
export const NOTICES = ['notifications'] as const
const UNREAD = [...NOTICES, 'unread'] as const

/** Asked again every minute, less and less often while the server does not answer. */
export const unreadQuery = queryOptions({
  queryKey: UNREAD,
  queryFn: ({ signal }) => get<Unread>('/notifications/unread/', undefined, signal),
  refetchInterval: (query) => Math.min(POLL_MS * 2 ** query.state.fetchFailureCount, SLOWEST_MS),
  retry: false,
})

export const noticesQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: [...NOTICES, 'list', unread],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Notice>>('/notifications/', { unread: unread || undefined, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  })

interface Marked {
  /** All of them without. */
  ids?: string[]
  read: boolean
}

const marked = (notice: Notice, { ids, read }: Marked, now: string): Notice =>
  ids && !ids.includes(notice.id) ? notice : { ...notice, read_at: read ? (notice.read_at ?? now) : null }

function markCached(client: QueryClient, change: Marked) {
  const now = new Date().toISOString()
  client.setQueriesData<{ pages: Page<Notice>[]; pageParams: unknown[] }>({ queryKey: [...NOTICES, 'list'] }, (data) =>
    data
      ? {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            results: page.results.map((notice) => marked(notice, change, now)),
          })),
        }
      : data,
  )
}

/** Shows at once what the server is about to know. */
export function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (change: Marked) =>
      (await request<Unread>('POST', '/notifications/read/', { body: change, keepalive: true })).data,
    onMutate: (change) => markCached(client, change),
    onSuccess: (unread) => client.setQueryData(UNREAD, unread),
    onError: () => void client.invalidateQueries({ queryKey: NOTICES }),
  })
}
