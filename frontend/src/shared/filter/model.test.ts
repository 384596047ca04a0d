import { describe, expect, test } from 'vitest'
import type { Filter } from '@/shared/api/types'
import { makeField, makeObject } from '@/test/factories'
import { changeNode, countRules, emptyGroup, filterFields, fromFilter, newRule, toFilter } from './model'

const account = makeObject({
  name: 'accounts',
  fields: [
    makeField({ name: 'name', label: 'Name', type: 'text', operators: ['eq', 'icontains'] }),
    makeField({ name: 'parent', label: 'Parent', type: 'reference', reference: { object: 'accounts' } }),
    makeField({ name: 'notes', label: 'Notes', type: 'longtext', filterable: false }),
  ],
})
const contact = makeObject({
  fields: [
    makeField({ name: 'id', label: 'Id', type: 'text' }),
    makeField({ name: 'last_name', label: 'Last name', type: 'text', operators: ['eq', 'icontains'] }),
    makeField({ name: 'account', label: 'Account', type: 'reference', reference: { object: 'accounts' } }),
  ],
})

describe('fields', () => {
  test('one’s own and those one reference further, without technical and unfilterable ones', () => {
    const fields = filterFields(contact, [contact, account])
    expect(fields.map((field) => field.path)).toEqual(['last_name', 'account', 'followed', 'account.name'])
    expect(fields.at(-1)?.label).toBe('Account › Name')
  })
})

describe('to the API and back', () => {
  const nested: Filter = {
    and: [
      { field: 'stage', op: 'eq', value: 'won' },
      {
        or: [
          { field: 'amount', op: 'gte', value: 1000 },
          { not: { and: [{ field: 'owner', op: 'empty', value: true }] } },
        ],
      },
    ],
  }
  test('a nested filter survives', () => expect(toFilter(fromFilter(nested))).toEqual(nested))
  test('a bare condition becomes a group of one', () =>
    expect(toFilter(fromFilter({ field: 'a', op: 'eq', value: 1 }))).toEqual({
      and: [{ field: 'a', op: 'eq', value: 1 }],
    }))
  test('a double negation keeps its meaning', () => {
    const twice: Filter = { not: { not: { and: [{ field: 'a', op: 'eq', value: 1 }] } } }
    expect(toFilter(fromFilter(twice))).toEqual({
      not: { and: [{ not: { and: [{ field: 'a', op: 'eq', value: 1 }] } }] },
    })
  })
  test('rules that are not filled in do not count', () => {
    const [first] = filterFields(contact, [contact, account])
    if (!first) throw new Error('no field')
    const open = { ...emptyGroup(), rules: [newRule(first)] }
    expect(toFilter(open)).toBeUndefined()
    const half = { ...emptyGroup(), rules: [{ ...newRule(first), op: 'between' as const, value: [1, null] }] }
    expect(toFilter(half)).toBeUndefined()
  })
  test('references go as their ids', () => {
    const group = {
      ...emptyGroup(),
      rules: [
        { kind: 'rule' as const, id: 'x', field: 'owner', op: 'in' as const, value: [{ id: 'u1', name: 'Ada' }] },
      ],
    }
    expect(toFilter(group)).toEqual({ and: [{ field: 'owner', op: 'in', value: ['u1'] }] })
  })
  test('conditions are counted through all groups', () => expect(countRules(nested)).toBe(3))
})

test('a node deep in the tree is changed or removed', () => {
  const tree = fromFilter({ and: [{ or: [{ field: 'a', op: 'eq', value: 1 }] }] })
  const inner = tree.rules[0]
  if (inner?.kind !== 'group') throw new Error('no group')
  const rule = inner.rules[0]
  if (!rule) throw new Error('no rule')
  expect(toFilter(changeNode(tree, rule.id, () => null))).toBeUndefined()
  expect(toFilter(changeNode(tree, rule.id, (node) => ({ ...node, value: 2 }) as typeof node))).toEqual({
    and: [{ or: [{ field: 'a', op: 'eq', value: 2 }] }],
  })
})
