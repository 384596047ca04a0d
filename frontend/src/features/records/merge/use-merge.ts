import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { asWrite } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'
import type { ObjectType } from '@/shared/api/types'
import { shownTitle } from '@/shared/lib/record-value'
import { announce } from '@/shared/ui/announce'
import { useUndo } from '@/shared/undo/use-undo'
import { type Merge, mergeRecords } from './merge-api'

/** Merges, shows what became of it, and offers the way back. */
export function useMerge(object: ObjectType, onMerged: (id: string) => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  const sent = useRef(false)
  // What refers to them was changed, too, whatever object it is of.
  const refresh = (gone: string[] = []) => {
    // This page is still open, and asks no more for what is not there.
    const isOver = (part: unknown) => part === 'merge' || gone.includes(part as string)
    for (const key of ['records', 'board', 'timeline', 'files', 'interest', 'favourites'])
      client.invalidateQueries({ queryKey: [key], predicate: ({ queryKey }) => !queryKey.some(isOver) })
  }
  const mutation = useMutation({
    mutationFn: (merge: Merge) => asWrite(() => mergeRecords(object.name, merge)),
    onSuccess: ({ record, undo }, { others }) => {
      const title = shownTitle(record, object)
      const count = plural(others.length + 1, { one: '# record', other: '# records' })
      const label = t`Merged ${count}: ${title}`
      refresh(others)
      onMerged(record.id)
      announce(label)
      if (undo) offer({ token: undo, label, onUndone: () => refresh() })
    },
    onError: () => {
      sent.current = false
    },
  })
  /** Once, however often and fast somebody presses. */
  const mutate = (merge: Merge) => {
    if (sent.current) return
    sent.current = true
    mutation.mutate(merge)
  }
  const problem = mutation.error
  const error = isProblem(problem)
    ? problem.status === 412
      ? t`Somebody has changed one of the records meanwhile. Load the page again and look at it.`
      : problem.errors.map((one) => one.message).join(' ') || problem.detail || problem.title
    : ''
  // Done, the page stands until the next one is there: it asks no more for what is gone.
  return { mutate, isPending: mutation.isPending, isOver: mutation.isPending || mutation.isSuccess, error }
}
