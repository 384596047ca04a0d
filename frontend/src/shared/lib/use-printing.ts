import { useSyncExternalStore } from 'react'

const query = typeof window === 'undefined' || !window.matchMedia ? null : window.matchMedia('print')

function subscribe(listener: () => void) {
  query?.addEventListener('change', listener)
  return () => query?.removeEventListener('change', listener)
}

/** Whether the page is drawn for paper: then lists show all that is loaded, not only what is in view. */
export const usePrinting = () => useSyncExternalStore(subscribe, () => query?.matches ?? false)
