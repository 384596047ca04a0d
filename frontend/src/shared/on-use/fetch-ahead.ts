import { whenIdle } from '@/shared/lib/when-idle'

type Load = () => Promise<unknown>

const queue: Load[] = []
let begun = false
let running = false

/** One after the other, so that whatever a person does meanwhile goes first. */
function next() {
  const load = queue.shift()
  running = load !== undefined
  if (!load) return
  whenIdle(() => {
    // What could not be fetched now is asked for again when it is used.
    load()
      .catch(() => undefined)
      .then(next)
  })
}

/** Loads this as soon as the first screen stands and the page is idle; `first`: before what waits already. */
export function fetchAhead(load: Load, first = false) {
  if (first) queue.unshift(load)
  else queue.push(load)
  if (begun && !running) next()
}

/** The first screen stands. The mark tells what came by itself from what is fetched ahead. */
export function beginToFetchAhead() {
  const saves = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData
  if (begun || saves) return
  begun = true
  whenIdle(() => performance.mark('fetch-ahead'))
  next()
}
