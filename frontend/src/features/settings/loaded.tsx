import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemMessage } from '@/shared/ui/problem-message'

interface Props<T> {
  query: UseQueryResult<T>
  children: (data: T) => ReactNode
}

/** Skeleton, failure, or what was loaded. */
export function Loaded<T>({ query, children }: Props<T>) {
  if (query.isPending) return <Skeleton height={180} radius="md" />
  if (query.data === undefined) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  return children(query.data)
}
