import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { ProblemMessage } from '@/shared/ui/problem-message'

export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter()
  return <ProblemMessage heading="h1" error={error} onRetry={() => router.invalidate()} />
}
