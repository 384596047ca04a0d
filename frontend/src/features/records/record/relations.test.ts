import { expect, test } from 'vitest'
import { makeField, makeObject } from '@/test/factories'
import { relationsOf } from './relations'

test('everything that points here is listed, except activities and what may not be read', () => {
  const reference = (name: string) => makeField({ name, type: 'reference', reference: { object: 'accounts' } })
  const account = makeObject({ name: 'accounts', fields: [reference('parent')] })
  const hidden = makeObject({
    name: 'cases',
    fields: [reference('account')],
    permissions: { create: false, read: false, update: false, delete: false },
  })
  const catalogue = [
    account,
    hidden,
    makeObject({ name: 'activities', fields: [reference('account')] }),
    makeObject({ name: 'projects', custom: true, fields: [reference('custom.client'), reference('custom.partner')] }),
  ]
  expect(relationsOf(account, catalogue).map(({ object, field }) => `${object.name}.${field.name}`)).toEqual([
    'accounts.parent',
    'projects.custom.client',
    'projects.custom.partner',
  ])
})
