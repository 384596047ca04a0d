import { noteAnswer, noteSilence } from '../lib/connection'
import { ApiProblem } from './problem'

type Query = Record<string, string | number | boolean | null | undefined>

interface RequestOptions {
  query?: Query
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  /** The call outlives the page that makes it. */
  keepalive?: boolean
}

export interface Answer<T> {
  data: T
  headers: Headers
}

const API = '/api/v1'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const sessionEnded = new Set<() => void>()

/** Calls `listener` whenever the server says that nobody is signed in (401). Returns the unsubscriber. */
export function onSessionEnd(listener: () => void) {
  sessionEnded.add(listener)
  return () => sessionEnded.delete(listener)
}

export const cookie = (name: string) =>
  document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** In production the cookie carries the `__Host-` prefix. */
export const csrfToken = () => cookie('__Host-csrftoken') ?? cookie('csrftoken')

function addressOf(path: string, query: Query = {}) {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

function initOf(method: string, { body, headers, signal, keepalive }: RequestOptions): RequestInit {
  const sent = new Headers({ Accept: 'application/json', ...headers })
  const token = csrfToken()
  if (!SAFE.has(method) && token) sent.set('X-CSRFToken', token)
  const isForm = body instanceof FormData
  if (body !== undefined && !isForm) sent.set('Content-Type', 'application/json')
  return {
    method,
    headers: sent,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
    ...(keepalive ? { keepalive } : {}),
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  const text = await response.text()
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

const PATIENCE_MS = 5000
let writes = 0
let waiting: (() => void)[] = []

/** How many calls that change something have not been answered yet. */
export const writesUnderWay = () => writes

function writeEnded() {
  writes -= 1
  // Who waits for the answer hears of it before those who wait for all to end, and may begin another.
  setTimeout(() => {
    if (writes > 0) return
    for (const tell of waiting) tell()
    waiting = []
  })
}

/** Counts `work` as one call that changes something: it may wait for another before it is sent. */
export async function asWrite<T>(work: () => Promise<T>): Promise<T> {
  writes += 1
  try {
    return await work()
  } finally {
    writeEnded()
  }
}

/** Resolves when every call that changes something was answered, and after five seconds at the latest. */
export const writesSettled = () =>
  new Promise<void>((resolve) => {
    if (writes === 0) return resolve()
    waiting.push(resolve)
    setTimeout(resolve, PATIENCE_MS)
  })

/** One call of `address` (absolute path). Throws ApiProblem for every answer that is not 2xx. */
export function fetchJson<T>(method: string, address: string, options: RequestOptions = {}): Promise<Answer<T>> {
  const send = () => answerOf<T>(method, address, options)
  return SAFE.has(method) ? send() : asWrite(send)
}

async function answerOf<T>(method: string, address: string, options: RequestOptions): Promise<Answer<T>> {
  let response: Response
  try {
    response = await fetch(addressOf(address, options.query), initOf(method, options))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    noteSilence()
    throw new ApiProblem(0)
  }
  noteAnswer()
  const data = await bodyOf(response)
  if (response.ok) return { data: data as T, headers: response.headers }
  if (response.status === 401 && !address.startsWith('/_allauth/')) for (const tell of sessionEnded) tell()
  throw new ApiProblem(response.status, (data ?? {}) as Record<string, never>)
}

/** A call under /api/v1: `path` begins with a slash. */
export const request = <T>(method: string, path: string, options?: RequestOptions) =>
  fetchJson<T>(method, API + path, options)

export const get = async <T>(path: string, query?: Query, signal?: AbortSignal) =>
  (await request<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) })).data
