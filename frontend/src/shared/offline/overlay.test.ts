import { expect, it } from 'vitest'
import type { CrmRecord } from '../api/types'
import { madeIn, overlaid, recordsIn, withWaiting } from './overlay'
import type { WaitingEdit } from './waiting'

const record = { id: 'a', name: 'Acme', city: 'Bonn', custom: { tier: 'gold' } } as unknown as CrmRecord
const edit = (values: WaitingEdit['values'], more: Partial<WaitingEdit> = {}): WaitingEdit => ({
  ...{ object: 'accounts', record: 'a', title: 'Acme', base: record, values, state: 'waiting' },
  ...more,
})

it('shows the latest of what waits, also in fields of the company’s own', () => {
  const shown = withWaiting(record, [
    edit({ city: 'Kiel' }),
    edit({ city: 'Ulm', 'custom.tier': 'silver' }),
    edit({ name: 'Other' }, { record: 'b' }),
  ])
  expect(shown).toMatchObject({ name: 'Acme', city: 'Ulm', custom: { tier: 'silver' } })
  expect(record.city).toBe('Bonn')
})

it('shows what others have where a change was refused, and marks the record all the same', () => {
  const edits = [edit({ city: 'Kiel' }, { state: 'refused' })]
  expect(withWaiting(record, edits)).toBe(record)
  expect(recordsIn(edits).has('a')).toBe(true)
})

it('shows no more what waits to be deleted, and again what may not be', () => {
  const other = { ...record, id: 'b' }
  const made = edit({ name: 'New' }, { kind: 'create', record: 'here' })
  const edits = [made, edit({}, { kind: 'delete' }), edit({}, { kind: 'delete', record: 'here' })]
  expect(overlaid([record, other], edits)).toEqual([other])
  expect(madeIn(edits)).toEqual([])
  expect(overlaid([record, other], [edit({}, { kind: 'delete', state: 'refused' })])).toEqual([record, other])
})
