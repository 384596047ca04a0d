import { QueryClient } from '@tanstack/react-query'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { recordQuery } from '@/shared/api/records'
import { makeObject } from '@/test/factories'
import { server } from '@/test/server'
import { objectFor } from './object-for'

const object = makeObject()

async function permissionsWith(headers: Record<string, string>) {
  server.use(http.get('*/api/v1/contacts/c1/', () => HttpResponse.json({ id: 'c1' }, { headers })))
  const record = await new QueryClient().fetchQuery(recordQuery('contacts', 'c1'))
  return objectFor(object, record).permissions
}

test('of a record that one may only look at nothing is offered that changes it', async () => {
  const { update, delete: erase } = await permissionsWith({ Allow: 'GET, HEAD, OPTIONS' })
  expect([update, erase]).toEqual([false, false])
})

test('what is shared for writing is changed, not deleted', async () => {
  const { update, delete: erase } = await permissionsWith({ Allow: 'GET, PATCH, HEAD, OPTIONS' })
  expect([update, erase]).toEqual([true, false])
})

test('where nothing is said, the rights on the object count', async () => {
  expect(await permissionsWith({})).toEqual(object.permissions)
})
