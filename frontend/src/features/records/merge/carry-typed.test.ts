import { renderHook } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { readStored, writeStored } from '@/shared/lib/use-stored'
import { unsentKey } from '../form/unsent'
import { noteDraft, useIsKept, useKeptEdit } from '../kept-edits'
import { carryTyped } from './carry-typed'

beforeEach(() => localStorage.clear())

const carried = () => carryTyped('u1', 'contacts', 'gone', 'stays')
const unsent = () => readStored<{ values: object } | null>(unsentKey('u1', 'stays'), null)

test('what was typed in a field or a form is in the form of the record that stays', () => {
  const { result, unmount } = renderHook(() => useKeptEdit<{ name: string; draft?: string }>('contacts/gone'))
  const edit = { name: 'title' }
  result.current[1](edit)
  noteDraft(edit, 'Captain')
  unmount()
  writeStored(unsentKey('u1', 'gone'), { values: { email: 'a@b.test' }, base: { id: 'gone' } })
  expect(carried()).toBe(true)
  expect(unsent()).toEqual({ values: { email: 'a@b.test', title: 'Captain' } })
  expect(readStored(unsentKey('u1', 'gone'), null)).toBeNull()
  expect(renderHook(() => useIsKept('contacts/gone')).result.current).toBe(false)
})

test('what was half written there already is not overwritten', () => {
  writeStored(unsentKey('u1', 'gone'), { values: { title: 'Mate', email: 'a@b.test' } })
  writeStored(unsentKey('u1', 'stays'), { values: { title: 'Captain' } })
  expect(carried()).toBe(true)
  expect(unsent()).toEqual({ values: { title: 'Captain', email: 'a@b.test' } })
})

test('an entry of the timeline goes along', () => {
  writeStored('u1:draft:gone:note', { body: 'Call back' })
  expect(carried()).toBe(false)
  expect(readStored('u1:draft:stays:note', null)).toEqual({ body: 'Call back' })
  expect(unsent()).toBeNull()
})
