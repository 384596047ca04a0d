import { describe, expect, it } from 'vitest'
import { ApiProblem } from '../api/problem'
import type { CrmRecord } from '../api/types'
import { type EditStore, replay } from './queue'
import type { WaitingEdit } from './waiting'

const record = (id: string, version: number, more: object = {}) => ({ id, version, ...more }) as CrmRecord

const contested = (base: CrmRecord, mine: object, current: CrmRecord) =>
  Object.entries(mine)
    .filter(([name, value]) => current[name] !== base[name] && current[name] !== value)
    .map(([name]) => name)

function memory(edits: Omit<WaitingEdit, 'seq' | 'object' | 'title' | 'state'>[]) {
  const held = new Map<number, WaitingEdit>()
  edits.forEach((edit, at) => {
    held.set(at + 1, { ...edit, seq: at + 1, object: 'contacts', title: edit.record, state: 'waiting' })
  })
  const store: EditStore = {
    all: async () => [...held.values()],
    put: async (edit) => void held.set(edit.seq ?? 0, edit),
    remove: async (seq) => void held.delete(seq),
  }
  return { held, store }
}

/** A server with one record: refuses another version, and keeps what it is sent. */
function server(now: CrmRecord) {
  let held = now
  const got: object[] = []
  const send = async ({ base, values }: WaitingEdit) => {
    got.push(values)
    if (base.version !== held.version) throw new ApiProblem(412, { current: held })
    held = { ...held, ...values, version: (held.version ?? 0) + 1 } as CrmRecord
    return held
  }
  return { send, got, now: () => held }
}

describe('replay', () => {
  it('sends changes in the order in which they were made, each over the one before', async () => {
    const base = record('a', 1, { city: 'Rome' })
    const { held, store } = memory([
      { record: 'a', base, values: { city: 'Oslo' } },
      { record: 'a', base: { ...base, city: 'Oslo' }, values: { city: 'Bern' } },
    ])
    const { send, got, now } = server(base)
    expect(await replay(store, { send, contested, saved: () => undefined })).toBe('done')
    expect(got).toEqual([{ city: 'Oslo' }, { city: 'Bern' }])
    expect(now()).toMatchObject({ city: 'Bern', version: 3 })
    expect(held.size).toBe(0)
  })

  it("joins a colleague's change of another field", async () => {
    const { held, store } = memory([
      { record: 'a', base: record('a', 1, { city: 'Rome', role: 'x' }), values: { city: 'Oslo' } },
    ])
    const { send, now } = server(record('a', 2, { city: 'Rome', role: 'y' }))
    await replay(store, { send, contested, saved: () => undefined })
    expect(now()).toMatchObject({ city: 'Oslo', role: 'y' })
    expect(held.size).toBe(0)
  })

  it('keeps both values of a conflict, and what was changed after it', async () => {
    const base = record('a', 1, { city: 'Rome', role: 'x' })
    const { held, store } = memory([
      { record: 'a', base, values: { city: 'Oslo' } },
      { record: 'a', base: { ...base, city: 'Oslo' }, values: { role: 'z' } },
      { record: 'b', base: record('b', 1), values: { city: 'Bern' } },
    ])
    const a = server(record('a', 2, { city: 'Paris', role: 'x' }))
    const b = server(record('b', 1))
    const send = (edit: WaitingEdit) => (edit.record === 'a' ? a : b).send(edit)
    expect(await replay(store, { send, contested, saved: () => undefined })).toBe('done')
    expect(held.get(1)).toMatchObject({ state: 'conflict', values: { city: 'Oslo' }, current: { city: 'Paris' } })
    expect(held.get(2)).toMatchObject({ state: 'waiting' })
    expect(held.has(3)).toBe(false)
    expect(b.now()).toMatchObject({ city: 'Bern' })
  })

  it("never writes over a colleague's value behind an earlier change that was joined", async () => {
    const base = record('a', 1, { city: 'Rome', role: 'x' })
    const { held, store } = memory([
      { record: 'a', base, values: { city: 'Oslo' } },
      { record: 'a', base: { ...base, city: 'Oslo' }, values: { role: 'z' } },
    ])
    const { send, now } = server(record('a', 2, { city: 'Rome', role: 'y' }))
    await replay(store, { send, contested, saved: () => undefined })
    expect(now()).toMatchObject({ city: 'Oslo', role: 'y' })
    expect(held.get(2)).toMatchObject({ state: 'conflict', values: { role: 'z' }, current: { role: 'y' } })
  })

  it('keeps what is refused with its reason, and goes on', async () => {
    const { held, store } = memory([
      { record: 'a', base: record('a', 1), values: { email: 'x' } },
      { record: 'a', base: record('a', 1), values: { city: 'Bern' } },
    ])
    const send = async ({ values }: WaitingEdit) => {
      if ('email' in values)
        throw new ApiProblem(422, { errors: [{ field: 'email', code: 'invalid', message: 'Not an address.' }] })
      return record('a', 2, values)
    }
    expect(await replay(store, { send, contested, saved: () => undefined })).toBe('done')
    expect([...held.values()]).toMatchObject([{ state: 'refused', values: { email: 'x' }, message: 'Not an address.' }])
  })

  it('says why a card stays where it is when it has left the column in which it was moved', async () => {
    const base = record('a', 1, { stage: 'x' })
    const { held, store } = memory([
      { record: 'a', kind: 'move', base, values: {}, place: { before: 'b', after: null } },
    ])
    const send = async () => {
      throw new ApiProblem(412, { detail: 'Meanwhile Ada moved it.', current: record('a', 2, { stage: 'y' }) })
    }
    await replay(store, { send, contested, saved: () => undefined })
    expect(held.get(1)).toMatchObject({ state: 'refused', message: 'Meanwhile Ada moved it.' })
  })

  it.each([0, 401, 429, 503])('stops and keeps all when the answer is %i', async (status) => {
    const { held, store } = memory([
      { record: 'a', base: record('a', 1), values: { city: 'Bern' } },
      { record: 'b', base: record('b', 1), values: { city: 'Oslo' } },
    ])
    let calls = 0
    const send = async () => {
      calls += 1
      throw new ApiProblem(status)
    }
    expect(await replay(store, { send, contested, saved: () => undefined })).toBe('stopped')
    expect(calls).toBe(1)
    expect([...held.values()].map((edit) => edit.state)).toEqual(['waiting', 'waiting'])
  })
})
