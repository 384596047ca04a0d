import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useMe } from '@/shared/api/me'
import { listQuery } from '@/shared/api/records'
import type { Filter, ObjectType } from '@/shared/api/types'
import { FilterButton } from '@/shared/filter/filter-button'
import { createRequest } from '@/shared/lib/create-request'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { QuickSearch } from '@/shared/ui/quick-search'
import { useDelete } from '../use-delete'
import { ColumnsButton } from './columns-button'
import classes from './list-page.module.css'
import { EmptyList, ListSkeleton } from './list-states'
import { PhoneList } from './phone-list'
import { RecordGrid } from './record-grid'
import { SelectionBar } from './selection-bar'
import { formatSort, parseSort, toggleSort } from './sorting'
import { TrashTable } from './trash-table'
import { useColumns } from './use-columns'
import { useSelection } from './use-selection'

export interface ListState {
  q?: string | undefined
  sort?: string | undefined
  filter?: Filter | undefined
  trash?: true | undefined
}

interface Props {
  object: ObjectType
  state: ListState
  /** Changes what the URL says. */
  onState: (change: ListState) => void
  openId: string | undefined
  onOpen: (id: string, replace: boolean) => void
  /** List and board, where the object has one. */
  viewSwitch?: ReactNode
  panel: ReactNode
}

function useRecords({ object, state }: Pick<Props, 'object' | 'state'>, columns: string[]) {
  const fields = [...new Set(['id', 'version', object.title_field, ...columns])].join(',')
  const query = useInfiniteQuery(
    listQuery(object.name, {
      filter: state.filter,
      sort: state.sort || object.default_sort || undefined,
      search: state.q || undefined,
      trash: state.trash || undefined,
      fields,
    }),
  )
  const records = useMemo(() => query.data?.pages.flatMap((page) => page.results) ?? [], [query.data])
  const first = query.data?.pages[0]
  return { query, records, count: first?.count, isEstimate: first?.count_is_estimate ?? false }
}

export function ListPage({ object, state, onState, openId, onOpen, viewSwitch, panel }: Props) {
  const { t } = useLingui()
  const me = useMe()
  const format = useFormat()
  const isPhone = useMediaQuery('(max-width: 768px)', undefined, { getInitialValueInEffect: false })
  const { columns, widthOf, choose, resize, reset } = useColumns(object, me.user.id)
  const { query, records, count, isEstimate } = useRecords(
    { object, state },
    columns.map((field) => field.name),
  )
  const ids = useMemo(() => records.map((record) => record.id), [records])
  const selection = useSelection(ids)
  const remove = useDelete(object)
  useScreenReady(!query.isPending)
  const sort = parseSort(state.sort || object.default_sort)
  const narrowed = Boolean(state.q || state.filter)
  const mayDelete = me.rights.includes('bulk') && object.permissions.delete

  const fetchMore = query.fetchNextPage
  const onMore = useCallback(() => {
    if (!query.isFetchingNextPage) fetchMore()
  }, [query.isFetchingNextPage, fetchMore])
  const create = () => createRequest.set({ object: object.name })
  const onSearch = useCallback((q: string) => onState({ q: q || undefined }), [onState])
  const onFilter = useCallback((filter: Filter | undefined) => onState({ filter }), [onState])
  const note = count === undefined ? undefined : isEstimate ? `${format.number(count)}+` : format.number(count)
  const marked = records.filter((record) => selection.selected.has(record.id))
  const deleteMarked = async () => {
    selection.clear()
    await remove(marked)
  }

  return (
    <div className={classes.root}>
      <PageHeader
        icon={<ObjectIcon object={object} />}
        title={object.label_plural}
        note={note}
        actions={
          <>
            {viewSwitch}
            {object.permissions.create && (
              <Button size="compact-md" leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={create}>
                {t`New`}
              </Button>
            )}
          </>
        }
      />
      <div className={classes.toolbar}>
        <QuickSearch label={t`Search ${object.label_plural}`} value={state.q ?? ''} onChange={onSearch} />
        <FilterButton key={object.name} object={object} filter={state.filter} onChange={onFilter} />
        <span className={classes.spread} />
        <ActionIcon
          size={30}
          variant={state.trash ? 'light' : 'subtle'}
          color={state.trash ? undefined : 'gray'}
          aria-label={t`Trash`}
          title={t`Trash`}
          aria-pressed={state.trash ?? false}
          onClick={() => onState({ trash: state.trash ? undefined : true })}
        >
          <IconTrash size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
        {!isPhone && <ColumnsButton object={object} columns={columns} onChoose={choose} onReset={reset} />}
      </div>
      <div className={classes.split}>
        <section className={classes.list} aria-label={object.label_plural}>
          {marked.length > 0 && (
            <SelectionBar
              count={marked.length}
              mayDelete={mayDelete}
              onDelete={deleteMarked}
              onClear={selection.clear}
            />
          )}
          {query.isPending ? (
            <ListSkeleton />
          ) : query.isError && records.length === 0 ? (
            <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
          ) : records.length === 0 ? (
            <EmptyList
              object={object}
              narrowed={narrowed}
              trash={state.trash ?? false}
              onClear={() => onState({ q: undefined, filter: undefined })}
              onCreate={create}
            />
          ) : state.trash ? (
            <TrashTable object={object} records={records} hasMore={query.hasNextPage} onMore={onMore} />
          ) : isPhone ? (
            <PhoneList
              object={object}
              records={records}
              columns={columns}
              format={format}
              hasMore={query.hasNextPage}
              onMore={onMore}
              onOpen={(id) => onOpen(id, false)}
            />
          ) : (
            <RecordGrid
              object={object}
              records={records}
              columns={columns}
              widthOf={widthOf}
              onResize={resize}
              sort={sort}
              onSort={(field, additive) =>
                onState({ sort: formatSort(toggleSort(sort, field, additive)) || undefined })
              }
              format={format}
              total={isEstimate ? undefined : count}
              hasMore={query.hasNextPage}
              onMore={onMore}
              openId={openId}
              onOpen={onOpen}
              selectable={mayDelete}
              selected={selection.selected}
              onToggle={selection.toggle}
              onToggleAll={selection.toggleAll}
              placeKey={`${object.name} ${state.sort} ${state.q} ${JSON.stringify(state.filter)}`}
              busy={query.isFetching}
            />
          )}
        </section>
        {panel}
      </div>
    </div>
  )
}
