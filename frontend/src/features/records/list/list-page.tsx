import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import type { BulkAction, Selected } from '@/shared/api/records'
import type { Filter, ObjectType } from '@/shared/api/types'
import { FilterButton } from '@/shared/filter/filter-button'
import { FilterChips } from '@/shared/filter/filter-chips'
import { createRequest } from '@/shared/lib/create-request'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { onUse } from '@/shared/on-use/on-use'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { QuickSearch } from '@/shared/ui/quick-search'
import { useViews } from '@/shared/views/use-views'
import { ViewBar } from '@/shared/views/view-bar'
import { saysNothing, type ViewState } from '@/shared/views/view-state'
import { GroupButton } from '../grouping/group-button'
import { groupText } from '../grouping/group-options'
import { DuplicatesLink } from '../merge/duplicates-link'
import { hasDuplicates } from '../merge/merge-api'
import { useDelete } from '../use-delete'
import { ColumnsButton } from './columns-button'
import { DensityButton } from './density-button'
import { ExportButton } from './export-button'
import { type GridItem, recordsOf } from './grid-items'
import classes from './list-page.module.css'
import { EmptyList, ListSkeleton } from './list-states'
import { NewRowsPill } from './new-rows-pill'
import { PhoneList } from './phone-list'
import { RecordGrid } from './record-grid'
import { SelectionBar } from './selection-bar'
import { formatSort, parseSort, toggleSort } from './sorting'
import { useColumns } from './use-columns'
import { useListRows } from './use-list-rows'
import { type ListPlace, useLiveList } from './use-live-list'
import { markedCount, useSelection } from './use-selection'

const BulkDialog = onUse(() => import('../bulk/bulk-dialog').then((m) => m.BulkDialog))
const TrashTable = onUse(() => import('./trash-table').then((m) => m.TrashTable))
/** So few loaded rows are deleted at once; more are previewed first. */
const AT_ONCE = 100

export interface ListState extends ViewState {
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

export function ListPage({ object, state, onState, openId, onOpen, viewSwitch, panel }: Props) {
  const { t } = useLingui()
  const me = useMe()
  const format = useFormat()
  const isPhone = useMediaQuery('(max-width: 768px)', undefined, { getInitialValueInEffect: false })
  const views = useViews({ object, kind: 'list', state, onState })
  const { columns, saved, choose, reset, ...actions } = useColumns(object, views.active, views.plainColumns)
  const rows = useListRows({ object, state, columns, enabled: views.ready })
  const { items, total, isEstimate, params, groupedBy } = rows
  const records = useMemo(() => recordsOf(items), [items])
  const ids = useMemo(() => records.map((record) => record.id), [records])
  const listKey = JSON.stringify([object.name, state.q, state.filter, state.trash])
  const selection = useSelection(ids, listKey)
  const navigate = useNavigate()
  const [acting, setActing] = useState<{ action: BulkAction; selected: Selected } | null>(null)
  const remove = useDelete(object)
  const place = useRef<ListPlace>({ row: 0, editing: false })
  const [shownAgain, setShownAgain] = useState(0)
  const live = useLiveList(object.name, params, place, selection.marked.all || selection.marked.ids.size > 0)
  useScreenReady(!rows.isPending)
  const sort = parseSort(state.sort || object.default_sort)
  const narrowed = Boolean(state.q || state.filter)
  const selectable = me.rights.includes('bulk') && (object.permissions.delete || object.permissions.update)

  const create = () => createRequest.set({ object: object.name })
  const onSearch = useCallback((q: string) => onState({ q: q || undefined }), [onState])
  const onFilter = useCallback((filter: Filter | undefined) => onState({ filter }), [onState])
  const note = total === undefined ? undefined : format.count(total, isEstimate)
  const marked = selection.marked
  const count = markedCount(selection, total ?? records.length)

  const act = async (action: BulkAction) => {
    const chosen = records.filter((record) => selection.isMarked(record.id))
    if (action === 'delete' && !marked.all && chosen.length === marked.ids.size && chosen.length <= AT_ONCE) {
      selection.clear()
      await remove(chosen)
      return
    }
    const selected: Selected = marked.all
      ? { filter: state.filter ?? { and: [] }, search: state.q || undefined, exclude: [...marked.ids] }
      : { ids: [...marked.ids] }
    setActing({ action, selected })
  }
  const pressItem = (item: GridItem) => {
    if (item.kind === 'group') rows.toggle(item.group)
    else if (item.kind === 'more' && !item.loading) rows.loadMore(item.group)
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
      <ViewBar object={object} views={views} columns={saved} saves={!saysNothing(state)} />
      <div className={classes.toolbar}>
        <QuickSearch label={t`Search ${object.label_plural}`} value={state.q ?? ''} onChange={onSearch} />
        <FilterButton
          key={`${object.name} ${views.active?.id}`}
          object={object}
          filter={state.filter}
          problems={isProblem(rows.error, 400) ? rows.error.errors : undefined}
          onChange={onFilter}
        />
        <GroupButton object={object} group={state.group} onChange={(group) => onState({ group })} />
        <span className={classes.spread} />
        {me.rights.includes('export') && note !== undefined && (
          <ExportButton object={object} columns={columns} params={params} count={note} />
        )}
        {hasDuplicates(object) && <DuplicatesLink object={object.name} />}
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
        {!isPhone && <DensityButton />}
        {!isPhone && (
          <ColumnsButton object={object} columns={columns} onChoose={choose} onPin={actions.pin} onReset={reset} />
        )}
      </div>
      {state.filter && <FilterChips object={object} filter={state.filter} onChange={onFilter} />}
      <div className={classes.split}>
        <section className={classes.list} aria-label={object.label_plural}>
          {count > 0 && !state.trash && (
            <SelectionBar
              object={object}
              count={count}
              total={total}
              isEstimate={isEstimate}
              isAll={marked.all}
              format={format}
              onAll={selection.markAll}
              onAct={act}
              onMerge={() =>
                void navigate({
                  to: '/$object/merge',
                  params: { object: object.name },
                  search: { ids: [...marked.ids].join(',') },
                })
              }
              onClear={selection.clear}
            />
          )}
          <NewRowsPill
            count={live.waiting}
            onShow={() => {
              setShownAgain((times) => times + 1)
              live.show()
            }}
          />
          {rows.isPending ? (
            <ListSkeleton />
          ) : rows.error && items.length === 0 ? (
            <ProblemMessage
              error={rows.error}
              onRetry={rows.refetch}
              onReset={() => onState({ q: undefined, filter: undefined, sort: undefined, group: undefined })}
            />
          ) : items.length === 0 ? (
            <EmptyList
              object={object}
              narrowed={narrowed}
              search={state.q}
              trash={state.trash ?? false}
              onClear={() => onState({ q: undefined, filter: undefined })}
              onCreate={create}
            />
          ) : state.trash ? (
            <TrashTable
              object={object}
              records={records}
              mergedInto={rows.mergedInto}
              hasMore={rows.hasMore}
              onMore={rows.more}
            />
          ) : isPhone ? (
            <PhoneList
              object={object}
              items={items}
              groupedBy={groupedBy}
              onGroupItem={pressItem}
              columns={columns.map((column) => column.field)}
              format={format}
              hasMore={rows.hasMore}
              onMore={rows.more}
              onOpen={(id) => onOpen(id, false)}
              place={place}
              toTop={shownAgain}
            />
          ) : (
            <RecordGrid
              object={object}
              items={items}
              groupedBy={groupedBy}
              onGroupItem={pressItem}
              columns={columns}
              actions={actions}
              sort={sort}
              onSort={(field, additive) =>
                onState({ sort: formatSort(toggleSort(sort, field, additive)) || undefined })
              }
              onSortTo={(field, descending) => onState({ sort: formatSort([{ field, descending }]) })}
              onGroup={(name) => {
                const field = object.fields.find((one) => one.name === name)
                if (field) onState({ group: groupText(field) })
              }}
              format={format}
              total={isEstimate ? undefined : total}
              hasMore={rows.hasMore}
              onMore={rows.more}
              place={place}
              toTop={shownAgain}
              openId={openId}
              onOpen={onOpen}
              selectable={selectable}
              isMarked={selection.isMarked}
              allMarked={selection.allLoaded}
              someMarked={count > 0}
              onToggle={selection.toggle}
              onStretch={selection.stretch}
              onToggleAll={selection.toggleAll}
              placeKey={`${object.name} ${state.sort} ${state.q} ${state.group} ${JSON.stringify(state.filter)}`}
              busy={rows.isFetching}
            />
          )}
        </section>
        {panel}
      </div>
      {acting && (
        <BulkDialog
          object={object}
          action={acting.action}
          selected={acting.selected}
          onClose={() => setActing(null)}
          onDone={() => {
            setActing(null)
            selection.clear()
          }}
        />
      )}
    </div>
  )
}
