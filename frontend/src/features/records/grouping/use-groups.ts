import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { cursorQuery, groupsQuery, type ListParams, recordKeys } from '@/shared/api/records'
import type { CrmRecord, Filter, ObjectType, Page, RecordGroup } from '@/shared/api/types'
import type { GridItem } from '../list/grid-items'

const PAGE = 50
/** So few groups are all open at first; of more only the first one is. */
const ALL_OPEN = 6

const keyOf = (group: RecordGroup) => JSON.stringify(group.filter)

const both = (filter: Filter | undefined, group: Filter): Filter => (filter ? { and: [filter, group] } : group)

interface Options {
  object: ObjectType
  groupBy: string | undefined
  params: ListParams
  sums: string[]
}

/** The groups of a list, and the rows of those that are open, page by page. */
export function useGroups({ object, groupBy, params, sums }: Options) {
  const client = useQueryClient()
  const { filter, search } = params
  const query = useQuery({
    ...groupsQuery(object.name, { group_by: groupBy ?? '', filter, search, sums: sums.join(',') || undefined }),
    enabled: groupBy !== undefined,
  })
  const groups = useMemo(() => (groupBy === undefined ? [] : (query.data?.groups ?? [])), [groupBy, query.data])
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [pages, setPages] = useState<Record<string, number>>({})
  const isOpen = (group: RecordGroup, index: number) =>
    (groups.length <= ALL_OPEN || index === 0) !== toggled.has(`${groupBy} ${keyOf(group)}`)

  const paramsOf = (group: RecordGroup): ListParams => ({ ...params, filter: both(filter, group.filter), limit: PAGE })
  // A page's cursor is known once the one before has come.
  const wanted = groups.flatMap((group, index) => {
    if (!isOpen(group, index)) return []
    const found = [{ group, cursor: '' }]
    for (let number = 1; number < (pages[keyOf(group)] ?? 1); number++) {
      const key = [...recordKeys.list(object.name, paramsOf(group)), 'at', found.at(-1)?.cursor]
      const next = client.getQueryData<Page<CrmRecord>>(key)?.next
      if (!next) break
      found.push({ group, cursor: next })
    }
    return found
  })
  const answers = useQueries({
    queries: wanted.map(({ group, cursor }) => cursorQuery(object.name, paramsOf(group), cursor)),
  })
  const items: GridItem[] = groups.flatMap((group, index) => {
    const open = isOpen(group, index)
    const header: GridItem = { kind: 'group', key: `g${keyOf(group)}`, group, open }
    if (!open) return [header]
    const mine = answers.filter((_, at) => wanted[at]?.group === group)
    const rows = mine.flatMap((answer) => answer.data?.results ?? [])
    const last = mine.at(-1)
    const more: GridItem[] =
      rows.length < group.count && !last?.isError
        ? [{ kind: 'more', key: `m${keyOf(group)}`, group, loading: last?.isPending ?? true }]
        : []
    return [header, ...rows.map((record): GridItem => ({ kind: 'record', key: record.id, record })), ...more]
  })
  const toggle = (group: RecordGroup) =>
    setToggled((old) => {
      const next = new Set(old)
      const key = `${groupBy} ${keyOf(group)}`
      if (!next.delete(key)) next.add(key)
      return next
    })
  const loadMore = (group: RecordGroup) => setPages((old) => ({ ...old, [keyOf(group)]: (old[keyOf(group)] ?? 1) + 1 }))
  return { query, items, toggle, loadMore, told: query.data }
}
