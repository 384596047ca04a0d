import type { QueryClient } from '@tanstack/react-query'
import { meQuery } from '../api/me'
import { showPhotos } from './photos'
import { createRefresh } from './refresh'
import { tellPresence } from './registry'
import { listen } from './stream'

/** What was said to everybody at once is not asked for by everybody at once. */
const SPREAD_MS = 2000

/** Suspended, closed or opened again: what may be done is another, and so is every screen. */
async function takeState(client: QueryClient) {
  const known = client.getQueryData(meQuery.queryKey)?.tenant.state
  await client.refetchQueries({ queryKey: meQuery.queryKey })
  if (client.getQueryData(meQuery.queryKey)?.tenant.state !== known) await client.invalidateQueries()
}

/** Keeps what is on the screen up to date until it is stopped, and draws the photos of people; without streams by asking now and then. */
export function startLive(client: QueryClient, streams: boolean): () => void {
  const refresh = createRefresh(client)
  const hide = showPhotos(client)
  const stop = listen((event) => {
    if (event.kind === 'changed') refresh.note(event.objects)
    else if (event.kind === 'presence') tellPresence(event)
    else if (event.kind === 'topic') {
      const take = () => void client.invalidateQueries({ queryKey: [event.topic] })
      if (event.topic === 'me') setTimeout(take, Math.random() * SPREAD_MS)
      else take()
    } else if (event.kind === 'workspace') setTimeout(() => void takeState(client), Math.random() * SPREAD_MS)
    // Roles, fields, pipelines: whatever was shown may now be other fields of other records.
    else void client.invalidateQueries()
  }, streams)
  return () => {
    stop()
    hide()
    refresh.stop()
  }
}
