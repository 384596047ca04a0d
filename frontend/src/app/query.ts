import { QueryClient } from '@tanstack/react-query'
import { isProblem } from '@/shared/api/problem'
import { online } from '@/shared/lib/connection'

/** What the server refused stays refused; a lost connection or a busy server is tried once more. */
function shouldRetry(failures: number, error: unknown) {
  if (isProblem(error) && error.status !== 0 && error.status < 500) return false
  if (!online.get() || !navigator.onLine) return false
  return failures < 1
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Without the server, what is there is shown without asking; what is not says so at once instead of waiting.
      staleTime: () => (online.get() ? 30_000 : 'static'),
      networkMode: 'always',
      gcTime: 10 * 60_000,
      retry: shouldRetry,
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
