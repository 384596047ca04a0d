import { afterEach, describe, expect, it } from 'vitest'
import { ApiProblem } from '../api/problem'
import type { CrmRecord } from '../api/types'
import { adopt, type EditStore, replay } from './queue'
import { draftOf, hasWaiting, madeHere, type WaitingEdit, waitingEdits } from './waiting'

const HOUR = 3_600_000
const record = (id: string, more: object = {}) => ({ id, version: 1, ...more }) as CrmRecord
const contested = () => []
const saved = () => undefined

type Given = Partial<WaitingEdit> & Pick<WaitingEdit, 'record' | 'values'>

function memory(edits: Given[]) {
  const held = new Map<number, WaitingEdit>()
  edits.forEach((edit, at) => {
    const usual = { object: 'contacts', title: edit.record, base: record(edit.record), state: 'waiting' as const }
    held.set(at + 1, { ...usual, ...edit, seq: at + 1 })
  })
  const store: EditStore = {
    all: async () => [...held.values()].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
    put: async (edit) => void held.set(edit.seq ?? 0, edit),
    remove: async (seq) => void held.delete(seq),
  }
  return { held, store }
}

const made = (id: string, values: Given['values'] = {}, more: Partial<WaitingEdit> = {}): Given => ({
  ...{ kind: 'create' as const, record: id, values },
  ...more,
})

/** Makes each key once, and gives the first answer again. */
function server() {
  const answers = new Map<string, CrmRecord>()
  const got: [string | undefined, string, object][] = []
  const send = async ({ kind, record: id, values }: WaitingEdit) => {
    got.push([kind, id, values])
    if (kind !== 'create') return record(id, values)
    const answer = answers.get(id) ?? record(`s${answers.size + 1}`, values)
    answers.set(id, answer)
    return answer
  }
  return { send, got, answers }
}

describe('what was made without network', () => {
  it('is made first, and what follows on it or names it goes along', async () => {
    const { held, store } = memory([
      made('here', { name: 'Acme' }, { object: 'accounts', title: 'Acme' }),
      made('person', { last_name: 'Hall', account: { id: 'here', name: 'Acme' } }),
      { record: 'here', values: { city: 'Oslo' } },
      { kind: 'move', record: 'person', values: { stage: { id: 'b', name: 'B' } } },
    ])
    const { send, got } = server()
    expect(await replay(store, { send, contested, saved })).toBe('done')
    expect(got).toEqual([
      ['create', 'here', { name: 'Acme' }],
      ['create', 'person', { last_name: 'Hall', account: { id: 's1', name: 'Acme' } }],
      [undefined, 's1', { city: 'Oslo' }],
      ['move', 's2', { stage: { id: 'b', name: 'B' } }],
    ])
    expect(held.size).toBe(0)
  })

  it('is named by what is written about it under the id that the server gave, also while that is refused', async () => {
    const about = { subject: 'Call back', contact: { id: 'here', name: 'Ada' } }
    const note = made('note', about, { object: 'activities', base: record('note', about) })
    const { held, store } = memory([made('here', { last_name: 'Hall' }, { title: 'Ada' }), note])
    const { send } = server()
    const refusing = async (edit: WaitingEdit) => {
      if (edit.object === 'activities') throw new ApiProblem(422, { detail: 'Too long.' })
      return send(edit)
    }
    expect(await replay(store, { send: refusing, contested, saved })).toBe('done')
    const contact = { id: 's1', name: 'Ada' }
    expect(held.get(2)).toMatchObject({ state: 'refused', values: { contact }, base: { contact } })
  })

  it('is waited for by a card that was put beside it', async () => {
    const place = { before: 'here', after: null }
    const { held, store } = memory([made('here', { name: 'Deal' }), { kind: 'move', record: 'b', values: {}, place }])
    const sent: unknown[] = []
    const send = async (edit: WaitingEdit) => {
      sent.push([edit.record, edit.place])
      return record(edit.kind === 'create' ? 's1' : edit.record)
    }
    await replay(store, { send, contested, saved })
    expect(sent).toEqual([
      ['here', undefined],
      ['b', { before: 's1', after: null }],
    ])
    expect(held.size).toBe(0)
  })

  it('is one record though its answer was lost', async () => {
    const { held, store } = memory([made('here', { name: 'Acme' })])
    const { send, answers } = server()
    const lossy = async (edit: WaitingEdit) => {
      await send(edit)
      throw new ApiProblem(0)
    }
    let asked = 0
    const alike = async () => (asked++ === 0 ? [] : ['Acme'])
    expect(await replay(store, { send: lossy, contested, saved, alike })).toBe('stopped')
    expect(held.get(1)?.triedAt).toBeDefined()
    // The record that it made itself is nothing that it would repeat.
    expect(await replay(store, { send, contested, saved, alike })).toBe('done')
    expect([held.size, answers.size, asked]).toEqual([0, 1, 1])
  })

  it('waits while its first try may be under way, and asks when that was too long ago', async () => {
    const busy = async () => {
      throw new ApiProblem(409, { detail: 'Still running.' })
    }
    const first = memory([made('here', {}, { triedAt: 0 })])
    expect(await replay(first.store, { send: busy, contested, saved, now: () => 1000 })).toBe('stopped')
    expect(first.held.get(1)?.state).toBe('waiting')
    await replay(first.store, { send: busy, contested, saved, now: () => HOUR })
    expect(first.held.get(1)).toMatchObject({ state: 'refused', message: 'Still running.' })
    const late = memory([made('here', {}, { triedAt: 0 })])
    await replay(late.store, { send: server().send, contested, saved, now: () => 24 * HOUR })
    expect(late.held.get(1)).toMatchObject({ state: 'refused', reason: 'unsure' })
  })

  it('is held back where there is something like it, until one makes it anyway', async () => {
    const { held, store } = memory([made('here', { email: 'a@b.example' })])
    const { send, got } = server()
    const alike = async () => ['Ada']
    expect(await replay(store, { send, contested, saved, alike })).toBe('done')
    expect(held.get(1)).toMatchObject({ state: 'refused', reason: 'alike', alike: ['Ada'] })
    expect(got).toEqual([])
    const edit = held.get(1) as WaitingEdit
    await store.put({ ...edit, state: 'waiting', anyway: true })
    await replay(store, { send, contested, saved, alike })
    expect([held.size, got.length]).toEqual([0, 1])
  })

  it('holds up only what follows on it when it is refused, and is corrected at its place', async () => {
    const { held, store } = memory([
      made('here', { email: 'x' }, { title: 'Ada' }),
      { record: 'here', values: { city: 'Oslo' } },
      made('person', { account: { id: 'here', name: 'Ada' } }),
      { record: 'person', values: { city: 'Bonn' } },
      { record: 'other', values: { city: 'Bern' } },
    ])
    const { send, got } = server()
    const refusing = async (edit: WaitingEdit) => {
      if (edit.record === 'here') throw new ApiProblem(422, { detail: 'Not an address.' })
      return send(edit)
    }
    expect(await replay(store, { send: refusing, contested, saved })).toBe('done')
    expect(held.get(1)).toMatchObject({ state: 'refused', message: 'Not an address.' })
    expect(held.get(1)?.triedAt).toBeUndefined()
    expect(got).toEqual([[undefined, 'other', { city: 'Bern' }]])
    const edit = held.get(1) as WaitingEdit
    await store.remove(1)
    await adopt(store, edit, record('real'))
    await replay(store, { send, contested, saved })
    expect(got.slice(1).map(([, id]) => id)).toEqual(['real', 'person', 's1'])
    expect(held.size).toBe(0)
  })
})

describe('until it is made', () => {
  afterEach(() => waitingEdits.set([]))

  it('is shown with what was changed in it, and everything goes behind it', () => {
    const base = draftOf('here', { first_name: 'Ada', last_name: 'Hall' }, 'name', '2026-03-02T08:00:00Z')
    expect(base).toMatchObject({ id: 'here', version: 0, name: 'Ada Hall' })
    const usual = { object: 'contacts', record: 'here', title: 'Ada Hall', base }
    waitingEdits.set([
      { ...usual, kind: 'create', values: {}, state: 'refused' },
      { ...usual, values: { city: 'Oslo' }, state: 'waiting' },
    ])
    expect(madeHere('here')).toMatchObject({ name: 'Ada Hall', city: 'Oslo' })
    expect(madeHere('other')).toBeUndefined()
    expect(hasWaiting('here')).toBe(true)
  })
})
