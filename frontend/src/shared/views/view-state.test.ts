import { expect, test } from 'vitest'
import type { SavedView } from '@/shared/api/types'
import { isChanged, openView, savedValues, saysNothing, stateOf } from './view-state'

const view: SavedView = {
  id: 'v1',
  object: 'contacts',
  kind: 'list',
  name: 'Mine',
  filter: { field: 'title', op: 'eq', value: 'Pilot' },
  search: '',
  sort: ['-name', 'email'],
  columns: [],
  my_columns: null,
  group_by: 'owner',
  pipeline: null,
  withheld: [],
  shared: 'private',
  team: null,
  owner: { id: 'u', name: 'Ada' },
  position: 0,
  is_default: false,
  editable: true,
}

test('a view that is opened is not changed, and one of its parts makes it so', () => {
  const state = stateOf(view)
  expect(isChanged(view, state)).toBe(false)
  expect(isChanged(view, { ...state, sort: 'name' })).toBe(true)
  expect(isChanged(view, { ...state, filter: undefined })).toBe(true)
  expect(isChanged(view, { ...state, q: 'x' })).toBe(true)
})

test('the order of names in a filter is no change', () => {
  const filter = { value: 'Pilot', op: 'eq' as const, field: 'title' }
  expect(isChanged(view, { ...stateOf(view), filter })).toBe(false)
})

test('what is saved opens as it was', () => {
  const values = savedValues(stateOf(view), 'list')
  expect(stateOf({ ...view, ...values })).toEqual(stateOf(view))
})

test('an address that names a view alone says nothing else', () => {
  expect(saysNothing({ view: 'v1' })).toBe(true)
  expect(saysNothing({ view: 'v1', q: 'x' })).toBe(false)
})

test('the Trash is not narrowed by the view that a list opens with', () => {
  const views = [{ ...view, is_default: true }]
  expect(openView(views, {}).active?.id).toBe('v1')
  expect(openView(views, { trash: true }).active).toBeUndefined()
})
