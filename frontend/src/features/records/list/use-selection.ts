import { useCallback, useState } from 'react'

/** Rows marked for a common action; `extend` marks everything from the last one touched. */
export function useSelection(ids: string[]) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState<string | null>(null)

  const toggle = useCallback(
    (id: string, extend = false) => {
      setSelected((old) => {
        const next = new Set(old)
        const from = extend && anchor ? ids.indexOf(anchor) : -1
        if (from >= 0) {
          const to = ids.indexOf(id)
          for (const one of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
        } else if (!next.delete(id)) next.add(id)
        return next
      })
      setAnchor(id)
    },
    [ids, anchor],
  )
  const toggleAll = useCallback(
    () => setSelected((old) => (ids.length > 0 && ids.every((id) => old.has(id)) ? new Set() : new Set(ids))),
    [ids],
  )
  const clear = useCallback(() => setSelected(new Set()), [])
  return { selected, toggle, toggleAll, clear }
}
