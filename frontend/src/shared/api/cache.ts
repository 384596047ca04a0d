import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import { recordKeys } from './records'
import type { CrmRecord, Page } from './types'

type ListData = InfiniteData<Page<CrmRecord>> | Page<CrmRecord>
export type Snapshot = [QueryKey, unknown][]

const isInfinite = (data: ListData): data is InfiniteData<Page<CrmRecord>> => 'pages' in data

function mapPages(data: ListData | undefined, change: (page: Page<CrmRecord>) => Page<CrmRecord>) {
  if (!data) return data
  return isInfinite(data) ? { ...data, pages: data.pages.map(change) } : change(data)
}

/** What all lists of the object and the record itself hold now, to put back when a save fails. */
export function snapshotOf(client: QueryClient, object: string): Snapshot {
  return client.getQueriesData({ queryKey: recordKeys.object(object) })
}

export function restoreSnapshot(client: QueryClient, snapshot: Snapshot) {
  for (const [key, data] of snapshot) client.setQueryData(key, data)
}

/** Changes the record wherever it is shown. */
export function changeCached(
  client: QueryClient,
  object: string,
  id: string,
  change: (record: CrmRecord) => CrmRecord,
) {
  client.setQueryData<CrmRecord>(recordKeys.one(object, id), (old) => (old ? change(old) : old))
  client.setQueriesData<ListData>({ queryKey: [...recordKeys.object(object), 'list'] }, (data) =>
    mapPages(data, (page) => ({
      ...page,
      results: page.results.map((record) => (record.id === id ? change(record) : record)),
    })),
  )
}

/** What lists and the record's own page have shown of it, the page last; nothing is fetched. */
export function seenRecord(client: QueryClient, object: string, id: string): Partial<CrmRecord> {
  const lists = client.getQueriesData<ListData>({ queryKey: [...recordKeys.object(object), 'list'] })
  const pages = lists.flatMap(([, data]) => (data ? (isInfinite(data) ? data.pages : [data]) : []))
  const rows = pages.flatMap((page) => page.results.filter((record) => record.id === id))
  return Object.assign({}, ...rows, client.getQueryData(recordKeys.one(object, id)))
}

/** Takes records out of every list at once, before the server has answered. */
export function removeCached(client: QueryClient, object: string, ids: string[]) {
  const gone = new Set(ids)
  client.setQueriesData<ListData>({ queryKey: [...recordKeys.object(object), 'list'] }, (data) =>
    mapPages(data, (page) => {
      const results = page.results.filter((record) => !gone.has(record.id))
      const removed = page.results.length - results.length
      return { ...page, results, ...(page.count === undefined ? {} : { count: page.count - removed }) }
    }),
  )
}
