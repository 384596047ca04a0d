import { isProblem } from '../api/problem'
import { askForChanges, takeTokens, WORKSPACE } from './tokens'

export type LiveEvent =
  | { kind: 'changed'; objects: string[] }
  | { kind: 'presence'; object: string; id: string }
  | { kind: 'topic'; topic: string }
  | { kind: 'rights' }
  | { kind: 'workspace' }

type Heard = (event: LiveEvent) => void
/** `ask`: there is no stream now, and what happened is to be asked for. */
type Said = { tokens: Record<string, string> } | { kind: 'ask' } | Exclude<LiveEvent, { kind: 'changed' }>

const ADDRESS = '/api/v1/live/'
const NAME = 'freehold-live'
const POLL_MS = 5_000
/** After so long, spread out, a browser that was sent away asks for a stream again. */
const AGAIN_MS = [60_000, 120_000] as const
const TOPICS = ['notifications', 'me']

const between = ([from, to]: readonly [number, number]) => from + Math.random() * (to - from)

/**
 * Tells what happens until it is stopped. One tab of the browser holds the stream and passes on what it hears;
 * where the server has no place for a stream, each tab asks every few seconds.
 */
export function listen(heard: Heard, streams: boolean): () => void {
  const stopping = new AbortController()
  const { signal } = stopping
  const tabs = new BroadcastChannel(NAME)
  const note = (changed: string[]) => {
    const objects = changed.filter((name) => name !== WORKSPACE)
    if (objects.length < changed.length) heard({ kind: 'workspace' })
    if (objects.length > 0) heard({ kind: 'changed', objects })
  }
  const take = (said: Said) => {
    if ('tokens' in said) note(takeTokens(said.tokens))
    else if (said.kind === 'ask') wake()
    else heard(said)
  }
  tabs.onmessage = (message: MessageEvent<Said>) => take(message.data)
  const say = (said: Said) => {
    take(said)
    if (!signal.aborted) tabs.postMessage(said)
  }
  const ask = async () => {
    try {
      const changed = await askForChanges()
      if (!signal.aborted) note(changed)
    } catch (error) {
      // Offline, or signed out: `onSessionEnd` has told whom it concerns.
      if (isProblem(error, 401)) stopping.abort()
    }
  }
  // Nobody is sure to have heard everything in a tab that slept.
  const wake = () => void (document.visibilityState === 'visible' && ask())
  document.addEventListener('visibilitychange', wake)
  window.addEventListener('online', wake)
  signal.addEventListener('abort', () => {
    document.removeEventListener('visibilitychange', wake)
    window.removeEventListener('online', wake)
    tabs.close()
  })
  const lead = () => hold(say, signal)
  if (!streams) {
    const polling = setInterval(wake, POLL_MS)
    signal.addEventListener('abort', () => clearInterval(polling))
  } else if (navigator.locks) navigator.locks.request(NAME, { signal }, lead).catch(() => undefined)
  else void lead()
  return () => stopping.abort()
}

/** Holds the browser's stream; ends when it is told to. */
function hold(say: (said: Said) => void, signal: AbortSignal): Promise<void> {
  let source: EventSource | undefined
  let polling: ReturnType<typeof setInterval> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  let refused = false
  const on = (name: string, act: (said: never) => void) =>
    source?.addEventListener(name, (event) => act(JSON.parse((event as MessageEvent<string>).data) as never))

  const rest = () => {
    // It may have been suspended after the page was read and before a stream would have told.
    if (!refused) say({ kind: 'workspace' })
    const ask = () => say({ kind: 'ask' })
    ask()
    polling ??= setInterval(ask, POLL_MS)
    again = setTimeout(open, between(AGAIN_MS))
    refused = true
  }
  const open = () => {
    source?.close()
    source = new EventSource(ADDRESS)
    source.onopen = () => {
      clearInterval(polling)
      polling = undefined
      // Streams are for workspaces that work: this one may just have been opened again.
      if (refused) say({ kind: 'workspace' })
      refused = false
    }
    source.onerror = () => {
      // Otherwise the browser tries again by itself.
      if (source?.readyState === EventSource.CLOSED) rest()
    }
    on('state', (tokens: Record<string, string>) => say({ tokens }))
    on('changed', (tokens: Record<string, string>) => say({ tokens }))
    on('presence', (said: { object: string; id: string }) => say({ kind: 'presence', ...said }))
    on('end', ({ why }: { why: string }) => (why === 'rights' || why === 'workspace') && say({ kind: why }))
    for (const topic of TOPICS) on(topic, () => say({ kind: 'topic', topic }))
  }
  open()
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      source?.close()
      clearInterval(polling)
      clearTimeout(again)
      resolve()
    })
  })
}
