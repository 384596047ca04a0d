import { useEffect } from 'react'
import { beginToFetchAhead } from '@/shared/on-use/fetch-ahead'

/** Marks the moment when a screen shows its first data, for measuring; then comes what it may need on use. */
export function useScreenReady(ready: boolean) {
  useEffect(() => {
    if (!ready) return
    performance.mark('screen:ready')
    beginToFetchAhead()
  }, [ready])
}
