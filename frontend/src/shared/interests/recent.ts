import { useCallback, useEffect } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { readStored, useStored, writeStored } from '@/shared/lib/use-stored'
import type { Favourite } from './interests-api'

const MOST = 12

/** The records that were opened last in this browser, the newest first; none of objects that are out of use. */
export function useRecent() {
  const objects = useCatalogue()
  const [opened] = useStored<Favourite[]>(`${useMe().user.id}:recent`, [])
  return opened.filter((one) => objects.some((object) => object.name === one.object))
}

/** Notes that a record was opened, under the name that it has now. */
export function useNoteRecent(object: string, id: string, name: string) {
  const key = `${useMe().user.id}:recent`
  useEffect(() => {
    if (!name) return
    const others = readStored<Favourite[]>(key, []).filter((one) => one.id !== id)
    writeStored(key, [{ object, id, name }, ...others].slice(0, MOST))
  }, [key, object, id, name])
}

/** Takes away records that are not there any more. */
export function useForgetRecent() {
  const key = `${useMe().user.id}:recent`
  return useCallback(
    (ids: readonly string[]) => {
      const opened = readStored<Favourite[]>(key, [])
      const left = opened.filter((one) => !ids.includes(one.id))
      if (left.length < opened.length) writeStored(key, left)
    },
    [key],
  )
}
