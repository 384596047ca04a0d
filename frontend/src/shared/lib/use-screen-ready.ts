import { useEffect } from 'react'

/** Marks the moment when a screen shows its first data, for measuring. */
export function useScreenReady(ready: boolean) {
  useEffect(() => {
    if (ready) performance.mark('screen:ready')
  }, [ready])
}
