import { useCallback, useEffect } from 'react'
import type { FieldValue } from '@/shared/api/types'
import { createStore, useStore } from '@/shared/lib/store'

interface Draft {
  /** The field. */
  name?: string
  /** What was typed and is not saved. */
  draft?: FieldValue
}

/**
 * What is being edited in its place, by `object/id` of a record or by the object of a list. It outlives the input:
 * where a tablet is turned, another screen takes the place of the one in which the edit began.
 */
const kept = createStore<Readonly<Record<string, Draft>>>({})

/** Notes what was typed; nothing is drawn anew, and an input that takes the place of this one goes on with it. */
export function noteDraft(edit: Draft, typed: FieldValue) {
  edit.draft = typed
}

function put(key: string, edit: Draft | null) {
  const { [key]: _, ...rest } = kept.get()
  kept.set(edit ? { ...rest, [key]: edit } : rest)
}

/** The record has another id now: what is typed in it goes along. */
export function renameKept(key: string, other: string) {
  const edit = kept.get()[key]
  if (!edit) return
  put(key, null)
  put(other, edit)
}

/** What is typed and not saved in its place, by field; it is there no more. */
export function takeKept(key: string): Record<string, FieldValue> {
  const edit = kept.get()[key]
  put(key, null)
  return edit?.name !== undefined && edit.draft !== undefined ? { [edit.name]: edit.draft } : {}
}

export const forgetKept = () => kept.set({})

export const useIsKept = (key: string) => useStore(kept)[key] !== undefined

/** State like `useState`; what was typed is still there when the component, or another in its place, is shown again. */
export function useKeptEdit<E extends Draft>(key: string) {
  const edit = (useStore(kept)[key] ?? null) as E | null
  const setEdit = useCallback(
    (next: E | null | ((now: E | null) => E | null)) => {
      const now = (kept.get()[key] ?? null) as E | null
      put(key, typeof next === 'function' ? next(now) : next)
    },
    [key],
  )
  useEffect(
    () => () => {
      // An input in which nothing was typed is closed with the screen.
      if (kept.get()[key]?.draft === undefined) put(key, null)
    },
    [key],
  )
  return [edit, setEdit] as const
}
