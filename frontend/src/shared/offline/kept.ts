import { hydrate, type Query, type QueryClient } from '@tanstack/react-query'
import { catalogueQuery } from '../api/catalogue'
import type { ObjectType } from '../api/types'
import { startWithout } from '../lib/connection'
import { answerOf, ownerOfKept, storeOf } from './database'

/** What may lie on the device. What is not named here never does: settings, trail, keys, sessions, files, people. */
const KEPT = new Set([
  ...['me', 'objects', 'index', 'records', 'board', 'pipelines', 'timeline', 'stage-history', 'views'],
  ...['favourites', 'interest', 'dashboard', 'calendar', 'preferences'],
])
const DAY_MS = 24 * 3600_000
export const MAX_AGE_MS = 7 * DAY_MS
export const MAX_ENTRIES = 200
const MAX_LENGTH = 400_000
export const MAX_TOTAL = 12_000_000
const MAX_PAGES = 2
const GATHER_MS = 1_000

export interface KeptQuery {
  hash: string
  key: readonly unknown[]
  /** The data as JSON: its length bounds what is kept. */
  body: string
  at: number
}

/** What was typed into a form to look for duplicates is no copy of anything seen. */
export const mayBeKept = (key: readonly unknown[]) => KEPT.has(String(key[0])) && key[2] !== 'alike'

/** Whether a list is narrowed by what is typed, or by one of these fields: its key holds the value. */
function tellsOf(key: readonly unknown[], secret: ReadonlySet<string>) {
  const asked = JSON.stringify(key.slice(2), (name, value) =>
    name === 'fields' || name === 'sort' ? undefined : value,
  )
  return [...secret].some((name) => asked.includes(name))
}

/** The first pages of a long list: who scrolled far needs the connection for the rest. */
function shortened(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('pages' in data) || !('pageParams' in data)) return data
  const { pages, pageParams } = data as { pages: unknown[]; pageParams: unknown[] }
  return { pages: pages.slice(0, MAX_PAGES), pageParams: pageParams.slice(0, MAX_PAGES) }
}

/** Fields of which the trail tells who saw them: a copy on the device would be seen without it. */
export function sensitiveFields(objects: readonly ObjectType[] = []): ReadonlySet<string> {
  const names = objects.flatMap(({ fields }) => fields.filter((field) => field.sensitive).map(({ name }) => name))
  return new Set(names.map((name) => name.replace(/^custom\./, '')))
}

/** What a history holds of them is no key that could be left out. */
const TELLS_OF_FIELDS = new Set(['timeline', 'stage-history'])
const DESCRIBES = new Set(['me', 'objects', 'pipelines', 'views', 'preferences'])

export function keptOf(
  { queryHash: hash, queryKey: key, state }: Pick<Query, 'queryHash' | 'queryKey' | 'state'>,
  secret: ReadonlySet<string>,
): KeptQuery | null {
  const kind = String(key[0])
  if (state.data === undefined || !mayBeKept(key) || tellsOf(key, secret)) return null
  if (secret.size > 0 && TELLS_OF_FIELDS.has(kind)) return null
  const told = (name: string, value: unknown) => (secret.has(name) ? undefined : value)
  const body = JSON.stringify(shortened(state.data), DESCRIBES.has(kind) ? undefined : told)
  if (body.length > MAX_LENGTH) return null
  return { hash, key, body, at: state.dataUpdatedAt }
}

/** Which of the kept copies have to go: too old, too many or too much, the oldest first. */
export function surplus(all: readonly Pick<KeptQuery, 'hash' | 'body' | 'at'>[], now: number): string[] {
  let total = 0
  const latestFirst = [...all].sort((a, b) => b.at - a.at)
  return latestFirst
    .filter(({ body, at }, index) => {
      total += body.length
      return index >= MAX_ENTRIES || total > MAX_TOTAL || now - at > MAX_AGE_MS
    })
    .map(({ hash }) => hash)
}

async function write(queries: readonly Query[], secret: ReadonlySet<string>) {
  const fresh = queries.map((query) => keptOf(query, secret)).filter((one) => one !== null)
  if (fresh.length === 0) return
  const store = await storeOf('queries', 'readwrite')
  for (const one of fresh) store.put(one)
  const all = await answerOf<KeptQuery[]>(store.getAll())
  for (const hash of surplus(all, Date.now())) store.delete(hash)
}

/** Keeps what the person sees, a moment after it came, until it is stopped. */
export function keepQueries(client: QueryClient): () => void {
  const changed = new Set<Query>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const queries = [...changed]
    changed.clear()
    const objects = client.getQueryData(catalogueQuery.queryKey)
    // Before it is known what is sensitive, nothing is kept.
    if (!objects) return
    // Where nothing can be stored, the app works as before, with a connection.
    write(queries, sensitiveFields(objects)).catch(() => undefined)
  }
  const note = (query: Query) => {
    if (query.state.data === undefined || !mayBeKept(query.queryKey)) return
    changed.add(query)
    timer ??= setTimeout(flush, GATHER_MS)
  }
  for (const query of client.getQueryCache().getAll()) note(query)
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') note(event.query)
  })
  const hide = () => document.visibilityState === 'hidden' && flush()
  document.addEventListener('visibilitychange', hide)
  return () => {
    clearTimeout(timer)
    changed.clear()
    unsubscribe()
    document.removeEventListener('visibilitychange', hide)
  }
}

/** Puts the kept copies behind the screens; newer data that is there stays. Gives when the latest was loaded. */
export async function restoreQueries(client: QueryClient): Promise<number> {
  if (!ownerOfKept()) return 0
  const all = await answerOf<KeptQuery[]>((await storeOf('queries', 'readonly')).getAll())
  const valid = all.filter(({ at }) => Date.now() - at < MAX_AGE_MS)
  const queries = valid.map(({ hash, key, body, at }) => ({
    queryHash: hash,
    queryKey: key,
    dehydratedAt: at,
    state: { ...EMPTY, data: JSON.parse(body), dataUpdatedAt: at, status: 'success' as const },
  }))
  hydrate(client, { queries, mutations: [] }, { defaultOptions: { queries: { gcTime: DAY_MS } } })
  return Math.max(0, ...valid.map(({ at }) => at))
}

const EMPTY = {
  dataUpdateCount: 1,
  error: null,
  errorUpdateCount: 0,
  errorUpdatedAt: 0,
  fetchFailureCount: 0,
  fetchFailureReason: null,
  fetchMeta: null,
  isInvalidated: false,
  fetchStatus: 'idle' as const,
}

/** Opens the app on what was seen lately; false when nothing is kept here. */
export async function openKept(client: QueryClient): Promise<boolean> {
  try {
    const at = await restoreQueries(client)
    if (at > 0) startWithout(at)
    return at > 0
  } catch {
    return false
  }
}
