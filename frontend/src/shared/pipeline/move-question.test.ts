import { QueryClient } from '@tanstack/react-query'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { recordKeys } from '@/shared/api/records'
import { waitingEdits } from '@/shared/offline/waiting'
import { makeField, makeObject } from '@/test/factories'
import { API, server } from '@/test/server'
import { questionOf } from './move-question'

const deals = makeObject({
  name: 'opportunities',
  fields: [
    makeField({ name: 'amount', type: 'money' }),
    makeField({ name: 'expected_close_date', type: 'date' }),
    makeField({ name: 'next_step', type: 'text' }),
  ],
})
const from = { id: 's1', name: 'Enquiry', category: 'open' as const }
const required = ['amount', 'expected_close_date', 'next_step']
const stage = { id: 's2', name: 'Offer', category: 'open' as const, required_fields: required }
const card = { id: 'd1', amount: { amount: '5.00', currency: 'EUR' }, expected_close_date: null }
const wanted = { object: deals, id: 'd1', name: 'Pumps', stage, from, reasons: {} }

beforeEach(() => {
  waitingEdits.set([])
  server.use(http.get(`${API}/opportunities/d1/`, () => HttpResponse.error()))
})

const asked = async (client: QueryClient, shown: { id: string } | undefined) =>
  (await questionOf(client, { ...wanted, shown }))?.fields.map((field) => field.name) ?? []

test('without network a stage asks for what its card shows to be empty, not for what nobody has seen', async () => {
  expect(await asked(new QueryClient(), card)).toEqual(['expected_close_date'])
  expect(await asked(new QueryClient(), undefined)).toEqual([])
})

test('what lists and the page have shown of it counts too', async () => {
  const client = new QueryClient()
  const list = [...recordKeys.object('opportunities'), 'list', {}]
  client.setQueryData(list, { results: [{ id: 'd1', next_step: '' }], next: null })
  expect(await asked(client, card)).toEqual(['expected_close_date', 'next_step'])
  client.setQueryData(recordKeys.one('opportunities', 'd1'), { id: 'd1', next_step: 'Call' })
  expect(await asked(client, { id: 'd1' })).toEqual(['amount', 'expected_close_date'])
})

test('what waits to be sent is not asked for again', async () => {
  const edit = { id: 1, object: 'opportunities', record: 'd1', title: 'Pumps', base: card, state: 'waiting' as const }
  waitingEdits.set([{ ...edit, values: { expected_close_date: '2026-12-31' } } as never])
  expect(await asked(new QueryClient(), card)).toEqual([])
})

test('with network the record as it stands decides', async () => {
  server.use(http.get(`${API}/opportunities/d1/`, () => HttpResponse.json({ ...card, next_step: 'Call' })))
  expect(await asked(new QueryClient(), undefined)).toEqual(['expected_close_date'])
})
