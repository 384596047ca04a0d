import { useCallback, useSyncExternalStore } from 'react'

const PREFIX = 'freehold:'
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

function readRaw(key: string) {
  try {
    return localStorage.getItem(PREFIX + key)
  } catch {
    return null
  }
}

export function readStored<T>(key: string, fallback: T): T {
  const raw = readRaw(key)
  if (raw === null) return fallback
  try {
    return JSON.parse(raw) as T
  } catch {
    return fallback
  }
}

export function writeStored(key: string, value: unknown) {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // Storage is full or forbidden: the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

/** Forgets everything of this user that only they should find here again. */
export function forgetStored(userId: string, kinds: readonly string[]) {
  try {
    for (const key of Object.keys(localStorage))
      if (kinds.some((kind) => key.startsWith(`${PREFIX}${userId}:${kind}`))) localStorage.removeItem(key)
  } catch {
    // Where nothing may be stored there is nothing to forget.
  }
  for (const listener of listeners) listener()
}

/** Everything that lies under keys with this part goes under those with the other, such as what is half written. */
export function renameStored(part: string, other: string) {
  try {
    for (const key of Object.keys(localStorage)) {
      const value = key.startsWith(PREFIX) && key.includes(part) ? localStorage.getItem(key) : null
      if (value === null) continue
      localStorage.setItem(key.replaceAll(part, other), value)
      localStorage.removeItem(key)
    }
  } catch {
    // Storage is full or forbidden: the text stays where it was.
  }
  for (const listener of listeners) listener()
}

/** Forgets what other people left in this browser: everything that lies under the id of a user, but this one's. */
export function forgetStoredOfOthers(userId: string) {
  try {
    for (const key of Object.keys(localStorage)) {
      const [, owner, kind] = key.split(':')
      if (key.startsWith(PREFIX) && kind !== undefined && owner !== userId) localStorage.removeItem(key)
    }
  } catch {
    // Where nothing may be stored there is nothing to forget.
  }
}

const parsed = new Map<string, { raw: string | null; value: unknown }>()

/** A preference kept in this browser under `key`; put the user's id into keys of personal choices. */
export function useStored<T>(key: string, fallback: T) {
  const value = useSyncExternalStore(subscribe, () => {
    const raw = readRaw(key)
    const known = parsed.get(key)
    if (known && known.raw === raw) return known.value as T
    const fresh = readStored(key, fallback)
    parsed.set(key, { raw, value: fresh })
    return fresh
  })
  const set = useCallback((next: T | undefined) => writeStored(key, next), [key])
  return [value, set] as const
}
