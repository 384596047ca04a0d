import type { Filter, SavedView } from '@/shared/api/types'

/** What a list or a board shows, as the URL says it. */
export interface ViewState {
  /** The id of a saved view, or `all` for the plain list in spite of a default view. */
  view?: string | undefined
  q?: string | undefined
  sort?: string | undefined
  filter?: Filter | undefined
  group?: string | undefined
  pipeline?: string | undefined
  /** The Trash of a list. */
  trash?: true | undefined
}

export const ALL = 'all'

/** The URL of a view opened as it was saved. */
export const stateOf = (view: SavedView): ViewState => ({
  view: view.id,
  q: view.search || undefined,
  sort: view.sort.join(',') || undefined,
  filter: view.filter ?? undefined,
  group: view.group_by ?? undefined,
  pipeline: view.pipeline ?? undefined,
})

export const plainState: ViewState = {
  view: ALL,
  q: undefined,
  sort: undefined,
  filter: undefined,
  group: undefined,
  pipeline: undefined,
}

/** Whether the URL says nothing beside the view: then it is opened as it was saved. */
export const saysNothing = ({ q, sort, filter, group, pipeline }: ViewState) =>
  !q && !sort && !filter && !group && !pipeline

/** The same whatever order the names of an object stand in: the database keeps its own. */
const ordered = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

const comparable = ({ q, sort, filter, group, pipeline }: ViewState) =>
  JSON.stringify([q || '', sort || '', filter ?? null, group || '', pipeline || ''], ordered)

/** Whether what is shown differs from what was saved. */
export const isChanged = (view: SavedView, state: ViewState) => comparable(stateOf(view)) !== comparable(state)

/** The view that is open, and whether it is still to be opened as it was saved: the address named it alone. */
export function openView(views: SavedView[], state: ViewState) {
  // What lies in the Trash is looked for among all.
  const byDefault = state.trash ? undefined : views.find((view) => view.is_default)
  const wanted = state.view ?? (saysNothing(state) ? byDefault?.id : undefined)
  const active = views.find((view) => view.id === wanted)
  return { wanted, active, opening: active !== undefined && saysNothing(state) && isChanged(active, state) }
}

/** What a view saves of what is shown. */
export const savedValues = (state: ViewState, kind: SavedView['kind']) => ({
  kind,
  filter: state.filter ?? null,
  search: state.q ?? '',
  sort: state.sort ? state.sort.split(',') : [],
  group_by: state.group ?? null,
  pipeline: state.pipeline ?? null,
})
