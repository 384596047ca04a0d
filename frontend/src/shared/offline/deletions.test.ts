import { describe, expect, it } from 'vitest'
import { ApiProblem } from '../api/problem'
import type { CrmRecord } from '../api/types'
import { type EditStore, type Replaying, replay } from './queue'
import type { WaitingEdit } from './waiting'

const record = (id: string, version: number, more: object = {}) => ({ id, version, ...more }) as CrmRecord
const contested: Replaying['contested'] = () => []
const saved = () => undefined
const differs: Replaying['differs'] = (base, _, current) => base.city !== current.city

type Given = Partial<WaitingEdit> & Pick<WaitingEdit, 'record'>

function memory(edits: Given[]) {
  const held = new Map<number, WaitingEdit>()
  edits.forEach((edit, at) => {
    const usual = { object: 'contacts', title: edit.record, base: record(edit.record, 1), values: {} }
    held.set(at + 1, { ...usual, state: 'waiting', ...edit, seq: at + 1 })
  })
  const store: EditStore = {
    all: async () => [...held.values()].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
    put: async (edit) => void held.set(edit.seq ?? 0, edit),
    remove: async (seq) => void held.delete(seq),
  }
  return { held, store }
}

/** A server with one record, which it deletes only as it was seen, or anyway. */
function server(now: CrmRecord) {
  const got: [string | undefined, string][] = []
  let gone = false
  let version = now.version ?? 1
  const send = async ({ kind, record: id, base, values, anyway }: WaitingEdit) => {
    got.push([kind, id])
    if (kind === 'create') return record('made', 1, values)
    if (gone) throw new ApiProblem(404)
    if (base.version !== version && !anyway) throw new ApiProblem(412, { current: { ...now, version } })
    if (kind === 'delete') gone = true
    else version += 1
    return { ...now, ...values, version }
  }
  return { send, got, isGone: () => gone }
}

describe('what was deleted without network', () => {
  it('goes after what was changed in it, once, also when its answer was lost', async () => {
    const { held, store } = memory([
      { record: 'a', values: { city: 'Oslo' } },
      { record: 'a', kind: 'delete' },
    ])
    const { send, got, isGone } = server(record('a', 1))
    const lossy: typeof send = async (edit) => {
      const answer = await send(edit)
      if (edit.kind === 'delete') throw new ApiProblem(0)
      return answer
    }
    expect(await replay(store, { send: lossy, contested, differs, saved })).toBe('stopped')
    expect([isGone(), held.size]).toEqual([true, 1])
    expect(await replay(store, { send, contested, differs, saved })).toBe('done')
    expect(got).toEqual([
      [undefined, 'a'],
      ['delete', 'a'],
      ['delete', 'a'],
    ])
    expect(held.size).toBe(0)
  })

  it('waits for a decision where somebody changed it since, and goes when it is wanted anyway', async () => {
    const base = record('a', 1, { city: 'Rome' })
    const { held, store } = memory([{ record: 'a', kind: 'delete', base }])
    const { send, isGone } = server(record('a', 2, { city: 'Oslo' }))
    expect(await replay(store, { send, contested, differs, saved })).toBe('done')
    expect(held.get(1)).toMatchObject({ state: 'refused', reason: 'changed', base: { city: 'Oslo' } })
    expect(isGone()).toBe(false)
    await store.put({ ...(held.get(1) as WaitingEdit), state: 'waiting', anyway: true })
    await replay(store, { send, contested, differs, saved })
    expect([isGone(), held.size]).toEqual([true, 0])
  })

  it('goes where only the server changed it since, such as when an activity was added', async () => {
    const { held, store } = memory([{ record: 'a', kind: 'delete', base: record('a', 1, { city: 'Rome' }) }])
    const { send, isGone } = server(record('a', 2, { city: 'Rome' }))
    await replay(store, { send, contested, differs, saved })
    expect([isGone(), held.size]).toEqual([true, 0])
  })

  it('stays with the reason where it may not be deleted', async () => {
    const { held, store } = memory([{ record: 'a', kind: 'delete' }])
    const send = async () => {
      throw new ApiProblem(403, { detail: 'Your roles do not let you delete it.' })
    }
    await replay(store, { send, contested, differs, saved })
    expect(held.get(1)).toMatchObject({ state: 'refused', message: 'Your roles do not let you delete it.' })
  })

  it('is never sent if it was made here, with all that was changed in it', async () => {
    const { held, store } = memory([
      { record: 'here', kind: 'create', state: 'refused' },
      { record: 'here', values: { city: 'Oslo' } },
      { record: 'here', kind: 'delete' },
    ])
    const { send, got } = server(record('made', 1))
    expect(await replay(store, { send, contested, saved })).toBe('done')
    expect([got.length, held.size]).toEqual([0, 0])
  })

  it('is made and then deleted where something else names it, or it may have arrived', async () => {
    const name = { id: 'here', name: 'Here' }
    const named = memory([
      { record: 'here', kind: 'create' },
      { record: 'note', object: 'activities', kind: 'create', values: { contact: name }, base: record('note', 0) },
      { record: 'here', kind: 'delete' },
    ])
    const first = server(record('made', 1))
    await replay(named.store, { send: first.send, contested, saved })
    expect(first.got).toEqual([
      ['create', 'here'],
      ['create', 'note'],
      ['delete', 'made'],
    ])
    const sent = memory([
      { record: 'here', kind: 'create', triedAt: Date.now() },
      { record: 'here', kind: 'delete' },
    ])
    const second = server(record('made', 1))
    await replay(sent.store, { send: second.send, contested, saved })
    expect([second.isGone(), sent.held.size]).toEqual([true, 0])
  })
})
