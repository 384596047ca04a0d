import { useEffect } from 'react'
import { useMe } from '@/shared/api/me'
import { readStored, useStored, writeStored } from '@/shared/lib/use-stored'
import type { Favourite } from './interests-api'

const MOST = 12

/** The records that were opened last in this browser, the newest first. */
export const useRecent = () => useStored<Favourite[]>(`${useMe().user.id}:recent`, [])[0]

/** Notes that a record was opened, under the name that it has now. */
export function useNoteRecent(object: string, id: string, name: string) {
  const key = `${useMe().user.id}:recent`
  useEffect(() => {
    if (!name) return
    const others = readStored<Favourite[]>(key, []).filter((one) => one.id !== id)
    writeStored(key, [{ object, id, name }, ...others].slice(0, MOST))
  }, [key, object, id, name])
}
