import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import type { ObjectType, SavedView, ViewColumn } from '@/shared/api/types'
import {
  createView,
  deleteView,
  restoreView,
  updateView,
  type Views,
  type ViewValues,
  viewsKey,
  viewsQuery,
} from '@/shared/api/views'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { useUndo } from '@/shared/undo/use-undo'
import { isChanged, openView, plainState, savedValues, stateOf, type ViewState } from './view-state'

interface Options {
  object: ObjectType
  kind: SavedView['kind']
  state: ViewState
  onState: (change: ViewState) => void
}

/** The views of a list or a board: which is open, whether it was changed, and all that is done with them. */
export function useViews({ object, kind, state, onState }: Options) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  const query = useQuery(viewsQuery(object.name))
  const views = (query.data?.results ?? []).filter((view) => view.kind === kind)
  const { wanted, active, opening } = openView(views, state)
  const changed = active !== undefined && !opening && isChanged(active, state)

  useEffect(() => {
    if (opening && active) onState(stateOf(active))
  }, [opening, active, onState])

  const put = useCallback(
    (view: SavedView) =>
      client.setQueryData<Views>(viewsKey(object.name), (old) => {
        if (!old) return old
        const others = old.results.map((one) => (view.is_default ? { ...one, is_default: false } : one))
        const known = others.some((one) => one.id === view.id)
        return { ...old, results: known ? others.map((one) => (one.id === view.id ? view : one)) : [...others, view] }
      }),
    [client, object.name],
  )
  const open = (view: SavedView | null) => onState(view ? stateOf(view) : plainState)

  const saveAs = async (values: ViewValues) => {
    const view = await createView(object.name, { ...savedValues(state, kind), ...values })
    put(view)
    onState({ ...state, view: view.id })
    announce(t`Saved: ${view.name}`)
  }
  const change = async (view: SavedView, values: ViewValues) => put(await updateView(view.id, values))
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
      forgetFailure('view')
    } catch (error) {
      tellFailure('view', t`Not saved`, error)
    }
  }
  /** A list saves its columns, too; a board has none. */
  const save = (view: SavedView, columns: ViewColumn[] | undefined) =>
    attempt(async () => {
      await change(view, { ...savedValues(state, kind), ...(columns ? { columns } : {}) })
      announce(t`Saved: ${view.name}`)
    })
  const remove = (view: SavedView) =>
    attempt(async () => {
      await deleteView(view.id)
      client.setQueryData<Views>(
        viewsKey(object.name),
        (old) => old && { ...old, results: old.results.filter((one) => one.id !== view.id) },
      )
      if (wanted === view.id) open(null)
      offer({
        token: `view ${view.id}`,
        label: t`Deleted the view: ${view.name}`,
        revert: async () => put(await restoreView(view.id)),
      })
    })
  return {
    views,
    active,
    changed,
    ready: !query.isPending && !opening,
    plainColumns: query.data?.columns ?? null,
    open,
    save,
    saveAs,
    change,
    remove,
    setDefault: (view: SavedView) => attempt(() => change(view, { is_default: !view.is_default })),
  }
}

export type ViewsOf = ReturnType<typeof useViews>
