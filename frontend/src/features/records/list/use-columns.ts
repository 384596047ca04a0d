import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { ObjectType, SavedView, ViewColumn } from '@/shared/api/types'
import { keepColumns, type Views, viewsKey } from '@/shared/api/views'
import { fieldByName } from '@/shared/lib/record-value'
import { type Column, columnsOf, defaultWidth } from './columns'

export const SMALLEST = 80
const LARGEST = 1000
/** A drag of an edge is many small steps: only the last one is sent. */
const REST_MS = 500

const toKeep = (columns: Column[]): ViewColumn[] =>
  columns.map(({ field, width, pinned }) => ({ field: field.name, width: Math.round(width), pinned }))

/** Writes what was chosen once the hand rests, and at the latest when the screen goes. */
function useKeeping() {
  const waiting = useRef<{ timer: number; work: () => void } | null>(null)
  const flush = useCallback(() => {
    if (!waiting.current) return
    window.clearTimeout(waiting.current.timer)
    waiting.current.work()
    waiting.current = null
  }, [])
  useEffect(() => {
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])
  return useCallback((work: () => void) => {
    if (waiting.current) window.clearTimeout(waiting.current.timer)
    const timer = window.setTimeout(() => {
      waiting.current = null
      work()
    }, REST_MS)
    waiting.current = { timer, work }
  }, [])
}

/** The columns of a view (or of the plain list) as this person has them; the server remembers them. */
export function useColumns(object: ObjectType, view: SavedView | undefined, plain: ViewColumn[] | null) {
  const client = useQueryClient()
  const keepSoon = useKeeping()
  const kept = view ? (view.my_columns ?? view.columns) : plain
  const columns = useMemo(() => columnsOf(kept, object), [kept, object])
  const viewId = view?.id ?? null

  const keep = (next: ViewColumn[] | null) => {
    client.setQueryData<Views>(viewsKey(object.name), (old) => {
      const from = old ?? { results: [], columns: null }
      if (viewId === null) return { ...from, columns: next }
      return { ...from, results: from.results.map((one) => (one.id === viewId ? { ...one, my_columns: next } : one)) }
    })
    keepSoon(() => void keepColumns(object.name, viewId, next).catch(() => undefined))
  }
  const change = (next: Column[]) => keep(toKeep(next))

  const choose = (names: string[]) =>
    change(
      names.flatMap((name) => {
        const held = columns.find((column) => column.field.name === name)
        const field = fieldByName(object.fields, name)
        return held ?? (field ? { field, width: defaultWidth(field, object), pinned: false } : [])
      }),
    )
  const resize = (name: string, width: number) =>
    change(
      columns.map((column) =>
        column.field.name === name ? { ...column, width: Math.min(LARGEST, Math.max(SMALLEST, width)) } : column,
      ),
    )
  /** Puts a column before (or after) another one. */
  const move = (name: string, to: string, after: boolean) => {
    const moving = columns.find((column) => column.field.name === name)
    const target = columns.find((column) => column.field.name === to)
    if (!moving || !target || moving === target) return
    const rest = columns.filter((column) => column !== moving)
    const at = rest.indexOf(target) + (after ? 1 : 0)
    change([...rest.slice(0, at), { ...moving, pinned: target.pinned }, ...rest.slice(at)])
  }
  const pin = (name: string, pinned: boolean) =>
    change(columns.map((column) => (column.field.name === name ? { ...column, pinned } : column)))
  const hide = (name: string) => change(columns.filter((column) => column.field.name !== name))
  return { columns, saved: toKeep(columns), choose, resize, move, pin, hide, reset: () => keep(null) }
}

export type ColumnActions = Pick<ReturnType<typeof useColumns>, 'resize' | 'move' | 'pin' | 'hide'>
