import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import type { FieldValue, Filter, ObjectType } from '@/shared/api/types'
import { FilterButton } from '@/shared/filter/filter-button'
import { FilterChips } from '@/shared/filter/filter-chips'
import { createRequest } from '@/shared/lib/create-request'
import { useFormat } from '@/shared/lib/format'
import { fieldByName, isWritable } from '@/shared/lib/record-value'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { onUse } from '@/shared/on-use/on-use'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { QuickSearch } from '@/shared/ui/quick-search'
import { useViews } from '@/shared/views/use-views'
import { ViewBar } from '@/shared/views/view-bar'
import { saysNothing, type ViewState } from '@/shared/views/view-state'
import classes from './board.module.css'
import { BoardColumn } from './board-column'
import { type Board, type BoardStage, cardsOn, isRanked, valueIn } from './board-model'
import { BoardSkeleton, NothingMatches } from './board-states'
import { partsOf } from './card-parts'
import { ColumnsSwitch } from './columns-switch'
import type { MenuAnchor } from './move-menu'
import { StageTabs } from './stage-tabs'
import { useBoard } from './use-board'
import { useCardKeys } from './use-card-keys'
import { useCardSteps } from './use-card-steps'
import { useDrops } from './use-drops'

const MoveDialog = onUse(() => import('@/shared/pipeline/move-dialog').then((m) => m.MoveDialog))
const MoveMenu = onUse(() => import('./move-menu').then((m) => m.MoveMenu))

export type BoardState = Pick<ViewState, 'view' | 'q' | 'filter' | 'pipeline' | 'group'>

interface Props {
  object: ObjectType
  state: BoardState
  onState: (change: BoardState) => void
  openId: string | undefined
  onOpen: (id: string, replace: boolean) => void
  viewSwitch: ReactNode
  panel: ReactNode
}

export function BoardPage({ object, state, onState, openId, onOpen, viewSwitch, panel }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const isPhone = useMediaQuery('(max-width: 768px)', undefined, { getInitialValueInEffect: false })
  const params = useMemo(
    () => ({ pipeline: state.pipeline, group: state.group, filter: state.filter, search: state.q || undefined }),
    [state.pipeline, state.group, state.filter, state.q],
  )
  const views = useViews({ object, kind: 'board', state, onState })
  const { query, board, current, move, moved, perform, asking, cancel, loadMore, waiting } = useBoard(object, params)
  const [menu, setMenu] = useState<MenuAnchor | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const column = fieldByName(object.fields, board?.group ?? '')
  const ranked = board !== undefined && isRanked(board)
  const mayMove = object.permissions.update && (ranked || (column !== undefined && isWritable(column)))
  const shows = board?.card
  const parts = useMemo(() => shows && partsOf(object, shows), [object, shows])

  const hasPanel = openId !== undefined
  const open = useCallback((id: string) => onOpen(id, hasPanel), [onOpen, hasPanel])
  const showMenu = useCallback((id: string, element: HTMLElement) => setMenu({ id, element }), [])
  const onKey = useCardKeys({ current, mayMove, ranked, closes: ranked, move, open, menu: showMenu })
  useDrops(current, move)
  useCardSteps(board, openId, onOpen)
  const ready = board !== undefined
  useScreenReady(ready)
  const narrowed = Boolean(state.q || state.filter)
  const empty = ready && narrowed && cardsOn(board) === 0
  const shown = ready && !empty
  useEffect(() => {
    if (shown && scroller.current) return autoScrollForElements({ element: scroller.current })
  }, [shown])

  const onSearch = useCallback((q: string) => onState({ q: q || undefined }), [onState])
  const onFilter = useCallback((filter: Filter | undefined) => onState({ filter }), [onState])
  const create = useCallback(
    (stage?: BoardStage) => {
      const board = current.current
      createRequest.set({
        object: object.name,
        ...(board ? { values: startingAt(board, stage) } : {}),
        onCreated: () => client.invalidateQueries({ queryKey: ['board', object.name] }),
      })
    },
    [client, current, object.name],
  )
  const stages = board?.stages ?? []

  return (
    <div className={classes.root}>
      <PageHeader
        icon={<ObjectIcon object={object} />}
        title={object.label_plural}
        note={board && <ColumnsSwitch board={board} onChange={onState} />}
        actions={
          <>
            {viewSwitch}
            {object.permissions.create && (
              <Button
                size="compact-md"
                leftSection={isPhone ? undefined : <IconPlus size={15} stroke={2} aria-hidden />}
                aria-label={isPhone ? t`New` : undefined}
                onClick={() => create()}
              >
                {isPhone ? <IconPlus size={17} stroke={2} aria-hidden /> : t`New`}
              </Button>
            )}
          </>
        }
      />
      <ViewBar object={object} views={views} saves={!saysNothing(state)} />
      <div className={classes.toolbar}>
        <QuickSearch label={t`Search ${object.label_plural}`} value={state.q ?? ''} onChange={onSearch} />
        <FilterButton
          key={views.active?.id}
          object={object}
          filter={state.filter}
          problems={isProblem(query.error, 400) ? query.error.errors : undefined}
          onChange={onFilter}
        />
      </div>
      {state.filter && <FilterChips object={object} filter={state.filter} onChange={onFilter} />}
      {isPhone && shown && <StageTabs stages={stages} ranked={ranked} scroller={scroller} format={format} />}
      <div className={classes.split}>
        {query.isPending ? (
          <BoardSkeleton />
        ) : query.isError && !board ? (
          <div className={classes.board}>
            <ProblemMessage
              error={query.error}
              onRetry={() => query.refetch()}
              onReset={
                narrowed || state.pipeline || state.group
                  ? () => onState({ pipeline: undefined, group: undefined, filter: undefined, q: undefined })
                  : undefined
              }
            />
          </div>
        ) : empty ? (
          <NothingMatches onClear={() => onState({ q: undefined, filter: undefined })} />
        ) : (
          <div className={classes.board} ref={scroller} data-phone={isPhone || undefined}>
            {parts &&
              stages.map((stage) => (
                <BoardColumn
                  key={stage.id}
                  stage={stage}
                  parts={parts}
                  ranked={ranked}
                  openId={openId}
                  waiting={waiting}
                  mayMove={mayMove}
                  moved={moved}
                  onCreate={object.permissions.create ? create : undefined}
                  format={format}
                  onMore={loadMore}
                  onKey={onKey}
                  onOpen={open}
                  onMenu={showMenu}
                />
              ))}
          </div>
        )}
        {panel}
      </div>
      {menu && board && (
        <MoveMenu board={board} anchor={menu} onMove={move} onOpen={open} onClose={() => setMenu(null)} />
      )}
      {asking && (
        <MoveDialog
          key={`${asking.id} ${JSON.stringify(asking.question.errors)}`}
          question={asking.question}
          onConfirm={(values) => void perform(asking.id, asking.place, values)}
          onCancel={cancel}
        />
      )}
    </div>
  )
}

/** What a new record begins with: the column it was asked for; a deal without one, in the first that is open. */
function startingAt(board: Board, wanted?: BoardStage): Record<string, FieldValue> {
  const first = board.stages.find((one) => one.category === 'open' && !one.retired) ?? board.stages[0]
  const stage = wanted ?? (board.pipeline ? first : undefined)
  return {
    ...(board.pipeline ? { pipeline: { id: board.pipeline.id, name: board.pipeline.name } } : {}),
    ...(stage ? { [board.group]: valueIn(board, stage) } : {}),
  }
}
