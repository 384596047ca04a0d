import { useEffect } from 'react'
import { createStore, useStore } from '../lib/store'

type Refresh = () => Promise<void>

/** How a screen takes in changes of others, by the hash of its query; other queries are fetched anew. */
export const refreshers = new Map<string, Refresh>()

/** While the component shows this query, changes of others come in by `refresh`. */
export function useRefresher(hash: string, refresh: Refresh) {
  useEffect(() => {
    refreshers.set(hash, refresh)
    return () => {
      if (refreshers.get(hash) === refresh) refreshers.delete(hash)
    }
  }, [hash, refresh])
}

const SHOWN_MS = 2200

/** Records that somebody else has just changed: they are tinted for a moment. */
const fresh = createStore<ReadonlySet<string>>(new Set())

export function markFresh(ids: string[]) {
  if (ids.length === 0) return
  fresh.set(new Set([...fresh.get(), ...ids]))
  setTimeout(() => {
    const rest = new Set(fresh.get())
    for (const id of ids) rest.delete(id)
    fresh.set(rest)
  }, SHOWN_MS)
}

export const useFresh = () => useStore(fresh)

type Heard = (said: { object: string; id: string }) => void

const presence = new Set<Heard>()

/** Calls `heard` when people come to or leave a record that this browser has open. */
export function onPresence(heard: Heard) {
  presence.add(heard)
  return () => void presence.delete(heard)
}

export function tellPresence(said: { object: string; id: string }) {
  for (const heard of presence) heard(said)
}
