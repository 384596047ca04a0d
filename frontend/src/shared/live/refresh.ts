import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { writesUnderWay } from '../api/http'
import { refreshers } from './registry'

/** Changes that follow each other closely are taken in together. */
const GATHER_MS = [40, 240] as const
const REST_MS = 1000
/** A browser spends no more than this part of its time on fetching anew, however much happens. */
const SHARE = 10
const PATIENCE_MS = 200

/** What is shown of a record beside its own fields. */
const BESIDE = new Set(['timeline', 'stage-history'])

function concerns([first, second]: QueryKey, objects: ReadonlySet<string>) {
  if (first === 'records' || first === 'board') return objects.has(String(second))
  if (BESIDE.has(String(first))) return objects.has(String(second)) || objects.has('activities')
  return first === 'audit' && typeof second === 'string' && objects.has(second.split('/')[1] ?? '')
}

const take = (client: QueryClient, query: Query) =>
  (refreshers.get(query.queryHash) ?? (() => client.refetchQueries({ queryKey: query.queryKey, exact: true })))()

/** Fetches anew what is on the screen of these objects; what is not is fetched when it is shown again. */
async function refresh(client: QueryClient, objects: ReadonlySet<string>) {
  const predicate = (query: Query) => concerns(query.queryKey, objects)
  client.invalidateQueries({ predicate, type: 'inactive', refetchType: 'none' })
  const shown = client.getQueryCache().findAll({ predicate, type: 'active' })
  await Promise.allSettled(shown.map((query) => take(client, query)))
}

/** Takes in changes of others: not under a card that is being dragged, not in the middle of one's own save. */
export function createRefresh(client: QueryClient) {
  const waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let busy = false
  let dragging = false
  const dragStart = () => {
    dragging = true
  }
  const dragEnd = () => {
    dragging = false
  }
  const isBadTime = () => dragging || writesUnderWay() > 0 || document.visibilityState === 'hidden'

  async function run() {
    timer = undefined
    if (isBadTime()) return plan(PATIENCE_MS)
    const objects = new Set(waiting)
    waiting.clear()
    busy = true
    const began = performance.now()
    await refresh(client, objects)
    busy = false
    plan(Math.max(REST_MS, (performance.now() - began) * SHARE))
  }
  function plan(ms: number) {
    if (waiting.size > 0 && timer === undefined && !busy) timer = setTimeout(run, ms)
  }
  document.addEventListener('dragstart', dragStart, true)
  document.addEventListener('dragend', dragEnd, true)
  return {
    note(objects: string[]) {
      for (const object of objects) waiting.add(object)
      plan(GATHER_MS[0] + Math.random() * (GATHER_MS[1] - GATHER_MS[0]))
    },
    stop() {
      clearTimeout(timer)
      waiting.clear()
      document.removeEventListener('dragstart', dragStart, true)
      document.removeEventListener('dragend', dragEnd, true)
    },
  }
}
