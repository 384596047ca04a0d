import { useCallback, useEffect, useState } from 'react'

interface Marked {
  /** All that the list finds are meant, loaded or not; then `ids` are those that are not. */
  all: boolean
  ids: ReadonlySet<string>
}

const NOTHING: Marked = { all: false, ids: new Set() }

const isBetween = (middle = -1, one = -1, other = -1) =>
  one >= 0 && middle >= Math.min(one, other) && middle <= Math.max(one, other)

/**
 * Rows marked for a common action; `extend` marks everything from the last one touched.
 * `stretch` marks from row to row and takes the marks off again on the way back to where it began.
 * `listKey` names the list: in another one nothing is marked.
 */
export function useSelection(ids: string[], listKey: string) {
  const [marked, setMarked] = useState<Marked>(NOTHING)
  const [anchor, setAnchor] = useState<string | null>(null)
  const [reached, setReached] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins with nothing marked
  useEffect(() => setMarked(NOTHING), [listKey])

  const toggle = useCallback(
    (id: string, extend = false) => {
      setMarked((old) => {
        const next = new Set(old.ids)
        const from = extend && anchor && !old.all ? ids.indexOf(anchor) : -1
        if (from >= 0) {
          const to = ids.indexOf(id)
          for (const one of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
        } else if (!next.delete(id)) next.add(id)
        return { all: old.all, ids: next }
      })
      setAnchor(id)
      setReached(id)
    },
    [ids, anchor],
  )
  const stretch = useCallback(
    (from: string | undefined, to: string | undefined) => {
      const goesOn = from !== undefined && from === reached
      const start = goesOn ? (anchor ?? from) : (from ?? to)
      if (!goesOn) setAnchor(start ?? null)
      setReached(to ?? null)
      const [at, left, next] = [start, from, to].map((id) => (id === undefined ? -1 : ids.indexOf(id)))
      const goesBack = goesOn && left !== next && isBetween(next, at, left)
      setMarked((old) => {
        if (old.all) return old
        const marks = new Set(old.ids)
        if (goesBack) marks.delete(from)
        else for (const id of [from, to]) if (id !== undefined) marks.add(id)
        return { all: false, ids: marks }
      })
    },
    [ids, anchor, reached],
  )
  const isMarked = useCallback((id: string) => marked.ids.has(id) !== marked.all, [marked])
  const allLoaded = ids.length > 0 && ids.every(isMarked)
  const toggleAll = useCallback(
    () => setMarked(allLoaded ? NOTHING : { all: false, ids: new Set(ids) }),
    [ids, allLoaded],
  )
  const markAll = useCallback(() => setMarked({ all: true, ids: new Set() }), [])
  const clear = useCallback(() => setMarked(NOTHING), [])
  return { marked, isMarked, allLoaded, toggle, stretch, toggleAll, markAll, clear }
}

export type Selection = ReturnType<typeof useSelection>

/** How many are marked, of `total` that the list finds. */
export const markedCount = ({ marked }: Selection, total: number) =>
  marked.all ? Math.max(0, total - marked.ids.size) : marked.ids.size
