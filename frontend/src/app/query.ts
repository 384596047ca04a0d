import { type Query, QueryClient } from '@tanstack/react-query'
import { isProblem } from '@/shared/api/problem'
import { online } from '@/shared/lib/connection'

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

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Without the server, what is there is shown without asking; what is not says so at once instead of waiting.
      staleTime: () => (online.get() ? 30_000 : 'static'),
      networkMode: 'always',
      gcTime: 10 * 60_000,
      retry: shouldRetry,
      retryOnMount: asksOnMount,
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
