import { useEffect, useRef } from 'react'
import { whenIdle } from '@/shared/lib/when-idle'

/** Milliseconds after which the next rows are asked for even while the page is busy. */
const LATEST = 120

interface Options {
  hasMore: boolean
  /** The last row that is drawn, of so many loaded ones. */
  last: number
  count: number
  /** So many rows before the end the next ones are asked for. */
  ahead: number
  onMore: () => void
}

/** Asks for the next rows before their place comes into view, but not before the rows at hand are painted. */
export function useMoreAhead({ hasMore, last, count, ahead, onMore }: Options) {
  const due = useRef(false)
  const ask = useRef(onMore)
  useEffect(() => {
    ask.current = onMore
    return () => {
      ask.current = () => undefined
    }
  }, [onMore])
  useEffect(() => {
    if (!hasMore || last < count - ahead || due.current) return
    due.current = true
    whenIdle(() => {
      due.current = false
      ask.current()
    }, LATEST)
  }, [hasMore, last, count, ahead])
}
