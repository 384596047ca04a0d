import type { QueryClient } from '@tanstack/react-query'
import { createRefresh } from './refresh'
import { tellPresence } from './registry'
import { listen } from './stream'

/** Keeps what is on the screen up to date until it is stopped. */
export function startLive(client: QueryClient): () => void {
  const refresh = createRefresh(client)
  const stop = listen((event) => {
    if (event.kind === 'changed') refresh.note(event.objects)
    else if (event.kind === 'presence') tellPresence(event)
    else if (event.kind === 'topic') void client.invalidateQueries({ queryKey: [event.topic] })
    // Roles, fields, pipelines: whatever was shown may now be other fields of other records.
    else void client.invalidateQueries()
  })
  return () => {
    stop()
    refresh.stop()
  }
}
