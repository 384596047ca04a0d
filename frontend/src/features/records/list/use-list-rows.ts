import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { listQuery } from '@/shared/api/records'
import type { CrmRecord, ObjectType, Reference } from '@/shared/api/types'
import { deletedIn, madeIn, useWaitingOf, withWaiting } from '@/shared/offline/overlay'
import type { WaitingEdit } from '@/shared/offline/waiting'
import { isSummed, parseGroup } from '../grouping/group-options'
import { useGroups } from '../grouping/use-groups'
import type { Column } from './columns'
import type { GridItem } from './grid-items'
import type { ListState } from './list-page'
import { paramsOf } from './list-params'

interface Options {
  object: ObjectType
  state: ListState
  columns: Column[]
  enabled: boolean
}

const itemOf = (record: CrmRecord): GridItem => ({ kind: 'record', key: record.id, record })

function asWaiting(item: GridItem, waiting: readonly WaitingEdit[]): GridItem {
  if (item.kind !== 'record') return item
  const record = withWaiting(item.record, waiting)
  return record === item.record ? item : { ...item, record }
}

/** The lines of a list: all its rows as one scrolls, or in groups whose rows come when they are opened. */
export function useListRows({ object, state, columns, enabled }: Options) {
  const params = paramsOf(object, state, columns)
  const groupedBy = state.trash ? undefined : parseGroup(state.group, object)
  const isGrouped = groupedBy !== undefined
  const flat = useInfiniteQuery({ ...listQuery(object.name, params), enabled: enabled && !isGrouped })
  const groups = useGroups({
    object,
    groupBy: isGrouped && enabled ? state.group : undefined,
    params,
    sums: columns.filter((column) => isSummed(column.field)).map((column) => column.field.name),
  })
  const flatItems = useMemo(() => flat.data?.pages.flatMap((page) => page.results.map(itemOf)) ?? [], [flat.data])
  const mergedInto = useMemo(
    () => Object.assign({}, ...(flat.data?.pages.map((page) => page.merged_into) ?? [])),
    [flat.data],
  )
  const fetchMore = flat.fetchNextPage
  const fetchingMore = flat.isFetchingNextPage
  const more = useCallback(() => {
    if (!fetchingMore) void fetchMore()
  }, [fetchingMore, fetchMore])
  const first = flat.data?.pages[0]
  const query = isGrouped ? groups.query : flat
  const loaded = isGrouped ? groups.items : flatItems
  const waiting = useWaitingOf(object.name)
  // Whether a new one is among those that are looked for, only the server knows.
  const isWhole = !isGrouped && !state.filter && !state.q
  const gone = useMemo(() => deletedIn(state.trash ? [] : waiting), [waiting, state.trash])
  const items = useMemo(() => {
    if (state.trash || waiting.length === 0) return loaded
    const made = isWhole ? madeIn(waiting).map(itemOf) : []
    const kept = loaded.filter((item) => item.kind !== 'record' || !gone.has(item.record.id))
    return [...made, ...kept.map((item) => asWaiting(item, waiting))]
  }, [loaded, waiting, gone, state.trash, isWhole])
  const hidden = gone.size > 0 ? loaded.filter((item) => item.kind === 'record' && gone.has(item.record.id)).length : 0
  return {
    items,
    total: isGrouped ? groups.told?.count : first?.count && first.count - hidden,
    isEstimate: isGrouped ? false : (first?.count_is_estimate ?? false),
    mergedInto: mergedInto as Record<string, Reference>,
    remainder: isGrouped ? (groups.told?.remainder ?? null) : null,
    groupedBy,
    params,
    isPending: query.isPending,
    isFetching: query.isFetching,
    error: query.error,
    refetch: () => void query.refetch(),
    hasMore: !isGrouped && flat.hasNextPage,
    more,
    toggle: groups.toggle,
    loadMore: groups.loadMore,
  }
}
