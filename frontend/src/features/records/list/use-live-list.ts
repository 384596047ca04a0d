import { plural } from '@lingui/core/macro'
import { hashKey, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useCallback, useRef, useState } from 'react'
import { type ListParams, listRows, recordKeys } from '@/shared/api/records'
import { type Loaded, refreshed, rowsToAsk } from '@/shared/live/list-refresh'
import { markFresh, useRefresher } from '@/shared/live/registry'
import { announce } from '@/shared/ui/announce'

/** So many rows beyond the first page are kept up to date, those around the row in view. */
const MOST = 200

export interface ListPlace {
  /** The first row in view. */
  row: number
  editing: boolean
}

/**
 * Takes in what others do to the list: rows change in place. Whoever stands at its beginning sees new rows come;
 * for whoever has scrolled or is editing they wait, and nothing moves.
 */
export function useLiveList(object: string, params: ListParams, place: RefObject<ListPlace>, still: boolean) {
  const client = useQueryClient()
  const hash = hashKey(recordKeys.list(object, params))
  const latest = useRef(params)
  latest.current = params
  const [waiting, setWaiting] = useState({ hash, count: 0 })

  const take = useCallback(
    async (inPlace: boolean) => {
      const wanted = latest.current
      const key = recordKeys.list(object, wanted)
      const loaded = client.getQueryData<Loaded>(key)
      if (!loaded) return
      const first = await listRows(object, wanted)
      const asked = inPlace ? rowsToAsk(loaded, first, place.current.row, MOST) : []
      const found = asked.length > 0 ? await listRows(object, wanted, asked) : { results: [] }
      const { data, changed, waiting: count } = refreshed(loaded, { first, asked, found: found.results }, inPlace)
      client.setQueryData<Loaded>(key, data)
      markFresh(changed)
      setWaiting({ hash: hashKey(key), count })
      if (count > 0) announce(plural(count, { one: '# new record', other: '# new records' }))
    },
    [client, object, place],
  )
  const refresh = useCallback(() => take(still || place.current.row > 0 || place.current.editing), [take, still, place])
  useRefresher(hash, refresh)
  return {
    waiting: waiting.hash === hash ? waiting.count : 0,
    show: () => void take(false),
  }
}
