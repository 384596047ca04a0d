import { useEffect, useState } from 'react'
import { whenIdle } from '@/shared/lib/when-idle'

const FIRST = 1

/** Rows to draw beyond those in view: hardly any while the screen opens, then so many that scrolling finds them. */
export function useOverscan(rows: number) {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    let here = true
    whenIdle(() => here && setSettled(true), 500)
    return () => {
      here = false
    }
  }, [])
  return settled ? rows : FIRST
}
