import { notifyManager, type Query, QueryClient, type QueryKey } from '@tanstack/react-query'
import { isProblem } from '@/shared/api/problem'
import { online } from '@/shared/lib/connection'

const PRESSES = ['keydown', 'pointerdown', 'click', 'submit', 'drop']

// What a press began, the screen shows before the next press: what is busy takes no second one. All else is told in a
// turn of its own, as usual, and does not hold up what is being drawn.
notifyManager.setScheduler((tell) => {
  if (PRESSES.includes(window.event?.type ?? '')) queueMicrotask(tell)
  else setTimeout(tell, 0)
})

const mayRetry = (error: unknown) => !isProblem(error) || error.status === 0 || error.status >= 500

/** What the server refused stays refused; a lost connection or a busy server is tried once more. */
function shouldRetry(failures: number, error: unknown) {
  if (!mayRetry(error)) return false
  if (!online.get() || !navigator.onLine) return false
  return failures < 1
}

/** Asked for before its screen was there, and refused: the screen shows the refusal instead of asking for it again. */
const REFUSED_MS = 5_000

const asksOnMount = ({ state }: Pick<Query, 'state'>) =>
  !(isProblem(state.error) && !mayRetry(state.error) && Date.now() - state.errorUpdatedAt < REFUSED_MS)

const AWAY = [502, 503, 504]
const AGAIN_MS = 10_000

/** What says that the server, or its database, is away goes by itself when that is back; not everybody asks at once. */
const asksAgain = ({ state: { error } }: Pick<Query, 'state'>) =>
  isProblem(error) && AWAY.includes(error.status) && AGAIN_MS * (1 + Math.random() / 2)

/** Of what is asked for ahead: the page asks while the app starts, the router once more when it knows who asks. */
class AskingAhead extends QueryClient {
  override prefetchQuery: QueryClient['prefetchQuery'] = async (options) => {
    if (this.mayAsk(options.queryKey)) await super.prefetchQuery(options)
  }

  override prefetchInfiniteQuery: QueryClient['prefetchInfiniteQuery'] = async (options) => {
    if (this.mayAsk(options.queryKey)) await super.prefetchInfiniteQuery(options)
  }

  private mayAsk(queryKey: QueryKey) {
    const query = this.getQueryCache().find({ queryKey })
    return !query || asksOnMount(query)
  }
}

export const queryClient = new AskingAhead({
  defaultOptions: {
    queries: {
      // Without the server, what is there is shown without asking; what is not says so at once instead of waiting.
      staleTime: () => (online.get() ? 30_000 : 'static'),
      networkMode: 'always',
      gcTime: 10 * 60_000,
      retry: shouldRetry,
      retryOnMount: asksOnMount,
      refetchInterval: asksAgain,
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
