import { describe, expect, it } from 'vitest'
import { keptOf as keptFor, MAX_AGE_MS, MAX_ENTRIES, MAX_TOTAL, mayBeKept, sensitiveFields, surplus } from './kept'

const query = (queryKey: unknown[], data: unknown) =>
  ({ queryHash: JSON.stringify(queryKey), queryKey, state: { data, dataUpdatedAt: 5 } }) as never

const keptOf = (query: never, secret: string[] = []) => keptFor(query, new Set(secret))

describe('what is kept', () => {
  it('is what people work with', () => {
    expect(mayBeKept(['records', 'contacts', 'one', 'a'])).toBe(true)
    expect(keptOf(query(['me'], { name: 'Ada' }))).toMatchObject({ body: '{"name":"Ada"}', at: 5 })
  })

  it.each([
    ['settings', 'api-keys'],
    ['audit', 'x'],
    ['history'],
    ['sessions'],
    ['sensitive-fields'],
    ['access', 'a'],
    ['records', 'contacts', 'alike', '{"email":"a@b.test"}'],
  ])('is never %s', (...key) => expect(mayBeKept(key)).toBe(false))

  it('is no field whose views are audited', () => {
    const objects = [{ fields: [{ name: 'name' }, { name: 'custom.iban', sensitive: true }] }] as never
    const secret = [...sensitiveFields(objects)]
    const record = { name: 'Ada', custom: { iban: 'DE1', size: 3 } }
    const kept = keptOf(query(['records', 'contacts', 'one', 'a'], record), secret)
    expect(JSON.parse(kept?.body ?? '')).toEqual({ name: 'Ada', custom: { size: 3 } })
    expect(keptOf(query(['timeline', 'contacts', 'a'], { pages: [] }), secret)).toBeNull()
    const filter = '{"field":"custom.iban","op":"eq","value":"DE1"}'
    expect(keptOf(query(['records', 'contacts', 'list', { filter }], { pages: [] }), secret)).toBeNull()
    const fields = ['name', 'custom.iban']
    expect(keptOf(query(['records', 'contacts', 'list', { fields }], { pages: [] }), secret)).not.toBeNull()
    expect(keptOf(query(['timeline', 'contacts', 'a'], { pages: [] }))).not.toBeNull()
  })

  it('is the beginning of a long list', () => {
    const kept = keptOf(query(['records', 'leads', 'list', {}], { pages: [1, 2, 3], pageParams: ['', 'a', 'b'] }))
    expect(JSON.parse(kept?.body ?? '')).toEqual({ pages: [1, 2], pageParams: ['', 'a'] })
  })

  it('is nothing that is very large', () => {
    expect(keptOf(query(['records', 'leads', 'one', 'a'], 'x'.repeat(500_000)))).toBeNull()
  })

  it('goes when it is old, or there is too much, the oldest first', () => {
    const now = MAX_AGE_MS + 10
    expect(surplus([{ hash: 'old', body: '', at: 5 }], now)).toEqual(['old'])
    const many = Array.from({ length: MAX_ENTRIES + 1 }, (_, at) => ({ hash: `${at}`, body: '', at: now - 1000 + at }))
    expect(surplus(many, now)).toEqual(['0'])
    const half = 'x'.repeat(MAX_TOTAL / 2 + 1)
    expect(
      surplus(
        [
          { hash: 'first', body: half, at: now - 2 },
          { hash: 'second', body: half, at: now - 1 },
        ],
        now,
      ),
    ).toEqual(['first'])
  })
})
