import type { InfiniteData } from '@tanstack/react-query'
import type { CrmRecord, Page } from '../api/types'

export type Loaded = InfiniteData<Page<CrmRecord>, string>

/** What the server says now of a loaded list. */
export interface Told {
  first: Page<CrmRecord>
  /** Rows beyond the first page that were asked about; those that are not in `found` are gone. */
  asked: string[]
  found: CrmRecord[]
}

export interface Refreshed {
  data: Loaded
  /** Records that somebody else changed, or that have come. */
  changed: string[]
  /** Records of the first page that are not shown yet. */
  waiting: number
}

const rowsOf = (data: Loaded) => data.pages.flatMap((page) => page.results)

/** The rows to ask about: not on the fresh first page, the nearest to the row in view, at most so many. */
export function rowsToAsk(loaded: Loaded, first: Page<CrmRecord>, row: number, most: number): string[] {
  const told = new Set(first.results.map((record) => record.id))
  return rowsOf(loaded)
    .map((record, at) => ({ id: record.id, far: Math.abs(at - row) }))
    .filter(({ id }) => !told.has(id))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ id }) => id)
}

/**
 * A loaded list with what others did. In place, each row stays where it is and what is gone goes; otherwise the
 * list begins anew with the first page.
 */
export function refreshed(loaded: Loaded, { first, asked, found }: Told, inPlace: boolean): Refreshed {
  const before = new Map(rowsOf(loaded).map((record) => [record.id, record]))
  const now = new Map([...first.results, ...found].map((record) => [record.id, record]))
  const newer = [...now.values()].filter((record) => {
    const old = before.get(record.id)
    return old !== undefined && (record.version ?? 0) > (old.version ?? 0)
  })
  const arrived = first.results.filter((record) => !before.has(record.id))
  const changed = newer.map(({ id }) => id)
  if (!inPlace) {
    const data = { pages: [first], pageParams: loaded.pageParams.slice(0, 1) }
    return { data, changed: [...changed, ...arrived.map(({ id }) => id)], waiting: 0 }
  }
  const gone = new Set(asked.filter((id) => !now.has(id)))
  const pages = loaded.pages.map((page) => ({
    ...page,
    ...(first.count === undefined ? {} : { count: first.count }),
    results: page.results.filter((record) => !gone.has(record.id)).map((record) => now.get(record.id) ?? record),
  }))
  return { data: { ...loaded, pages }, changed, waiting: arrived.length }
}
