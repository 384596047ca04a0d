// What the browser keeps for one person at one company's address: IndexedDB belongs to the address.
import { readStored, writeStored } from '../lib/use-stored'

const PREFIX = 'freehold-'
const OWNER = 'kept-for'
export type StoreName = 'queries' | 'edits'

let opened: { owner: string; database: Promise<IDBDatabase> } | null = null

export const answerOf = <T>(asked: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })

function open(owner: string): Promise<IDBDatabase> {
  const asked = indexedDB.open(PREFIX + owner, 1)
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore('queries', { keyPath: 'hash' })
    asked.result.createObjectStore('edits', { keyPath: 'seq', autoIncrement: true })
  }
  return answerOf(asked).then((database) => {
    // Somebody signed out, here or in another tab.
    database.onversionchange = () => close()
    database.onclose = () => close()
    return database
  })
}

export function close() {
  void opened?.database.then((database) => database.close()).catch(() => undefined)
  opened = null
}

/** Whose copies lie in this browser; null when there are none. */
export const ownerOfKept = () => readStored<string | null>(OWNER, null)

export function setOwner(owner: string | null) {
  if (opened && opened.owner !== owner) close()
  writeStored(OWNER, owner ?? undefined)
}

/** One store of the owner's database, for one transaction. Throws without an owner. */
export async function storeOf(name: StoreName, mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const owner = ownerOfKept()
  if (!owner) throw new Error('Nobody is signed in.')
  if (opened?.owner !== owner) {
    close()
    opened = { owner, database: open(owner) }
  }
  return (await opened.database).transaction(name, mode).objectStore(name)
}

const removed = (name: string) =>
  new Promise<void>((resolve) => {
    const asked = indexedDB.deleteDatabase(name)
    // Blocked by a tab that closes presently: the browser deletes it then.
    asked.onsuccess = asked.onerror = asked.onblocked = () => resolve()
  })

/** Deletes what is kept for everybody, or for everybody else. */
export async function removeDatabases(but?: string) {
  if (!but) close()
  const owner = ownerOfKept()
  const known = indexedDB.databases ? (await indexedDB.databases()).map(({ name }) => name ?? '') : []
  const names = new Set([...known.filter((name) => name.startsWith(PREFIX)), ...(owner ? [PREFIX + owner] : [])])
  if (but) names.delete(PREFIX + but)
  await Promise.all([...names].map(removed))
}
