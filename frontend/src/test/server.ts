import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { makeMe, makeObject } from './factories'

export const API = 'http://acme.localhost/api/v1'

/** An answer as the API gives refusals (RFC 9457). */
export const problem = (status: number, body: Record<string, unknown> = {}) =>
  HttpResponse.json({ status, title: 'Refused', ...body }, { status })

export const server = setupServer(
  http.get(`${API}/me/`, () => HttpResponse.json(makeMe())),
  http.get(`${API}/objects/`, () => HttpResponse.json({ results: [makeObject()] })),
)
