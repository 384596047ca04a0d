/** Does it once the page has nothing else to do; at the latest after `timeout` milliseconds, where that is given. */
export function whenIdle(work: () => void, timeout?: number) {
  if ('requestIdleCallback' in window) requestIdleCallback(work, timeout === undefined ? {} : { timeout })
  else setTimeout(work, timeout ?? 200)
}
