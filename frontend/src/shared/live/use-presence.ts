import { useEffect, useState } from 'react'
import { request } from '../api/http'
import { useIsEditing } from './editing'
import { onPresence } from './registry'

export interface Looking {
  id: string
  name: string
  editing: boolean
}

const EVERY_MS = 20_000
const tab = crypto.randomUUID()

/** One after the other: what was said last is what holds. */
let saying: Promise<unknown> = Promise.resolve()
const inTurn = <T>(say: () => Promise<T>): Promise<T> => {
  const said = saying.then(say)
  saying = said.catch(() => undefined)
  return said
}

const gone = (path: string) => request('DELETE', `${path}?tab=${tab}`, { keepalive: true })

const leave = (path: string) => void inTurn(() => gone(path)).catch(() => undefined)

/** Says that this tab has the record open, as long as it is in sight; answers who else has. */
export function usePresence(object: string, id: string): Looking[] {
  const editing = useIsEditing(object, id)
  const [found, setFound] = useState<{ id: string; people: Looking[] }>({ id, people: [] })
  useEffect(() => {
    const path = `/${object}/${id}/presence/`
    let left = false
    const look = async () => {
      if (left || document.visibilityState === 'hidden') return
      try {
        const body = { tab, editing }
        const { data } = await inTurn(() => request<{ people: Looking[] }>('PUT', path, { body }))
        if (!left) setFound({ id, people: data.people })
      } catch {
        // It comes again soon; nobody waits for it.
      }
    }
    const seen = () => (document.visibilityState === 'hidden' ? leave(path) : void look())
    void look()
    const timer = setInterval(look, EVERY_MS)
    const stop = onPresence((said) => said.object === object && said.id === id && void look())
    document.addEventListener('visibilitychange', seen)
    return () => {
      left = true
      clearInterval(timer)
      stop()
      document.removeEventListener('visibilitychange', seen)
    }
  }, [object, id, editing])
  useEffect(() => {
    const path = `/${object}/${id}/presence/`
    // A page that is being left has no time to wait for its turn.
    const hide = () => void gone(path).catch(() => undefined)
    window.addEventListener('pagehide', hide)
    return () => {
      window.removeEventListener('pagehide', hide)
      leave(path)
    }
  }, [object, id])
  return found.id === id ? found.people : []
}
