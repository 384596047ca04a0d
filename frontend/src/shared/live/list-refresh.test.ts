import { describe, expect, it } from 'vitest'
import type { CrmRecord, Page } from '../api/types'
import { type Loaded, refreshed, rowsToAsk } from './list-refresh'

const row = (id: string, version = 1) => ({ id, version }) as CrmRecord
const page = (...results: CrmRecord[]): Page<CrmRecord> => ({ results, next: null, count: results.length })
const loaded = (...pages: Page<CrmRecord>[]): Loaded => ({ pages, pageParams: pages.map(String) })
const ids = (data: Loaded) => data.pages.map((one) => one.results.map(({ id }) => id))

describe('a loaded list that others change', () => {
  const before = loaded(page(row('a'), row('b')), page(row('c'), row('d')))

  it('keeps every row in its place, and tells how many wait', () => {
    const told = { first: page(row('new'), row('a', 2)), asked: ['b', 'c', 'd'], found: [row('b'), row('c'), row('d')] }
    const after = refreshed(before, told, true)
    expect(ids(after.data)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(after).toMatchObject({ changed: ['a'], waiting: 1 })
  })

  it('drops what is gone, but not what it did not ask about', () => {
    const told = { first: page(row('a'), row('b')), asked: ['c'], found: [] }
    expect(ids(refreshed(before, told, true).data)).toEqual([['a', 'b'], ['d']])
  })

  it('begins anew with the first page for whoever is at its beginning', () => {
    const told = { first: page(row('new'), row('a')), asked: [], found: [] }
    const after = refreshed(before, told, false)
    expect(ids(after.data)).toEqual([['new', 'a']])
    expect(after).toMatchObject({ changed: ['new'], waiting: 0 })
  })

  it('asks about the rows around the one in view', () => {
    expect(rowsToAsk(before, page(row('a')), 3, 2)).toEqual(['d', 'c'])
  })
})
