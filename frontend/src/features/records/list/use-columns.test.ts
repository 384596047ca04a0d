import { expect, test } from 'vitest'
import { makeField, makeObject } from '@/test/factories'
import { columnsOf } from './columns'

const object = makeObject({
  title_field: 'name',
  default_columns: ['name', 'email'],
  fields: [
    makeField({ name: 'name', type: 'text' }),
    makeField({ name: 'email', type: 'email' }),
    makeField({ name: 'phone', type: 'phone' }),
  ],
})
const names = (kept: Parameters<typeof columnsOf>[0]) => columnsOf(kept, object).map((column) => column.field.name)

test('without a choice the list has its usual columns', () => expect(names(null)).toEqual(['name', 'email']))

test('pinned columns come first, unknown ones drop out, and the title stays', () => {
  const kept = [{ field: 'email' }, { field: 'gone' }, { field: 'phone', pinned: true, width: 222 }]
  expect(names(kept)).toEqual(['phone', 'name', 'email'])
  expect(columnsOf(kept, object)[0]?.width).toBe(222)
})
