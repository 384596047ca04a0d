import { QueryClient } from '@tanstack/react-query'
import { isProblem } from '@/shared/api/problem'

/** What the server refused stays refused; a lost connection or a busy server is tried once more. */
function shouldRetry(failures: number, error: unknown) {
  if (isProblem(error) && error.status !== 0 && error.status < 500) return false
  return failures < 1
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, gcTime: 10 * 60_000, retry: shouldRetry, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})
