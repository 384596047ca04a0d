import { HttpResponse, http } from 'msw'
import { expect, test, vi } from 'vitest'
import { API, problem, server } from '@/test/server'
import { get, onSessionEnd, request } from './http'
import { ApiProblem } from './problem'
import { updateRecord } from './records'

test('unsafe calls carry the CSRF token, and JSON', async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: what Django's cookie looks like
  document.cookie = 'csrftoken=token'
  const seen = vi.fn()
  server.use(
    http.post(`${API}/contacts/`, async ({ request: sent }) => {
      seen(sent.headers.get('X-CSRFToken'), await sent.json())
      return HttpResponse.json({ id: 'c1' }, { status: 201 })
    }),
  )
  await request('POST', '/contacts/', { body: { last_name: 'Hopper' } })
  expect(seen).toHaveBeenCalledWith('token', { last_name: 'Hopper' })
})

test('blank parameters are left out of the address', async () => {
  let search = ''
  server.use(
    http.get(`${API}/contacts/`, ({ request: sent }) => {
      search = new URL(sent.url).search
      return HttpResponse.json({ results: [] })
    }),
  )
  await get('/contacts/', { search: '', cursor: undefined, limit: 50 })
  expect(search).toBe('?limit=50')
})

test('a refusal becomes a problem with its fields', async () => {
  server.use(
    http.post(`${API}/contacts/`, () =>
      problem(422, { detail: 'Look again.', errors: [{ field: 'email', code: 'invalid', message: 'No.' }] }),
    ),
  )
  const error = await request('POST', '/contacts/', { body: {} }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ApiProblem)
  expect(error).toMatchObject({ status: 422, detail: 'Look again.', errors: [{ field: 'email' }] })
})

test('no network is a problem without a status', async () => {
  server.use(http.get(`${API}/me/`, () => HttpResponse.error()))
  await expect(get('/me/')).rejects.toMatchObject({ status: 0, isOffline: true })
})

test('an ended session is told to whoever listens', async () => {
  server.use(http.get(`${API}/me/`, () => problem(401)))
  const ended = vi.fn()
  const stop = onSessionEnd(ended)
  await get('/me/').catch(() => undefined)
  stop()
  await get('/me/').catch(() => undefined)
  expect(ended).toHaveBeenCalledTimes(1)
})

test('an edit names the version it saw, and hears how to undo it', async () => {
  let expected: string | null = null
  server.use(
    http.patch(`${API}/contacts/c1/`, ({ request: sent }) => {
      expected = sent.headers.get('If-Match')
      return HttpResponse.json({ id: 'c1', version: 4 }, { headers: { 'Undo-Token': 'u' } })
    }),
  )
  expect(await updateRecord('contacts', 'c1', { title: 'CEO' }, 3)).toEqual({
    record: { id: 'c1', version: 4 },
    undo: 'u',
  })
  expect(expected).toBe('"3"')
})
