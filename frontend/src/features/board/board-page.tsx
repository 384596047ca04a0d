import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import type { Filter, ObjectType } from '@/shared/api/types'
import { FilterButton } from '@/shared/filter/filter-button'
import { FilterChips } from '@/shared/filter/filter-chips'
import { createRequest } from '@/shared/lib/create-request'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { LostReasonDialog } from '@/shared/pipeline/lost-reason-dialog'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { QuickSearch } from '@/shared/ui/quick-search'
import { useViews } from '@/shared/views/use-views'
import { ViewBar } from '@/shared/views/view-bar'
import { saysNothing, type ViewState } from '@/shared/views/view-state'
import classes from './board.module.css'
import { BoardColumn } from './board-column'
import { type Board, dropPlace, type Place } from './board-model'
import { type MenuAnchor, MoveMenu } from './move-menu'
import { useBoard } from './use-board'
import { useCardKeys } from './use-card-keys'

export type BoardState = Pick<ViewState, 'view' | 'q' | 'filter' | 'pipeline'>

interface Props {
  object: ObjectType
  state: BoardState
  onState: (change: BoardState) => void
  openId: string | undefined
  onOpen: (id: string, replace: boolean) => void
  viewSwitch: ReactNode
  panel: ReactNode
}

/** Turns a drop into a move. */
function useDrops(current: React.RefObject<Board | undefined>, move: (id: string, to: Place) => void) {
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.type === 'card',
        onDrop: ({ source, location }) => {
          const targets = location.current.dropTargets
          const board = current.current
          if (!targets[0] || !board) return
          const card = targets.find((target) => target.data.type === 'card')
          const over = card && { id: String(card.data.id), below: extractClosestEdge(card.data) === 'bottom' }
          const id = String(source.data.id)
          move(
            id,
            dropPlace(board, id, String((card ?? targets[0]).data.stageId), over?.id === id ? null : (over ?? null)),
          )
        },
      }),
    [current, move],
  )
}

function BoardSkeleton() {
  const { t } = useLingui()
  return (
    <div className={classes.board} role="status">
      <span className="visually-hidden">{t`Loading…`}</span>
      {[5, 4, 6, 3, 4].map((cards, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={column} className={classes.column} aria-hidden>
          <Skeleton height={14} width="50%" m={12} />
          {Array.from({ length: cards }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
            <Skeleton key={card} height={98} mx={8} mb={8} w="auto" radius="md" />
          ))}
        </div>
      ))}
    </div>
  )
}

export function BoardPage({ object, state, onState, openId, onOpen, viewSwitch, panel }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const isPhone = useMediaQuery('(max-width: 768px)', undefined, { getInitialValueInEffect: false })
  const params = useMemo(
    () => ({ pipeline: state.pipeline, filter: state.filter, search: state.q || undefined }),
    [state.pipeline, state.filter, state.q],
  )
  const views = useViews({ object, kind: 'board', state, onState })
  const { query, board, current, move, perform, losing, setLosing, loadMore } = useBoard(object, params)
  const [menu, setMenu] = useState<MenuAnchor | null>(null)
  const [phoneStage, setPhoneStage] = useState<string | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const mayMove = object.permissions.update

  const hasPanel = openId !== undefined
  const open = useCallback((id: string) => onOpen(id, hasPanel), [onOpen, hasPanel])
  const showMenu = useCallback((id: string, element: HTMLElement) => setMenu({ id, element }), [])
  const onKey = useCardKeys({ current, mayMove, move, open, menu: showMenu })
  useDrops(current, move)
  const ready = board !== undefined
  useScreenReady(ready)
  useEffect(() => {
    if (ready && scroller.current) return autoScrollForElements({ element: scroller.current })
  }, [ready])

  const onSearch = useCallback((q: string) => onState({ q: q || undefined }), [onState])
  const onFilter = useCallback((filter: Filter | undefined) => onState({ filter }), [onState])
  const create = () =>
    createRequest.set({
      object: object.name,
      ...(board ? { values: { pipeline: board.pipeline, stage: firstStage(board) } } : {}),
      onCreated: () => client.invalidateQueries({ queryKey: ['board', object.name] }),
    })
  const stages = board?.stages ?? []
  const shown = isPhone
    ? stages.filter((stage, index) => stage.id === phoneStage || (!phoneStage && index === 0))
    : stages

  return (
    <div className={classes.root}>
      <PageHeader
        icon={<ObjectIcon object={object} />}
        title={object.label_plural}
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
      <ViewBar object={object} views={views} saves={!saysNothing(state)} />
      <div className={classes.toolbar}>
        {board && board.pipelines.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t`Pipeline`}
            data={board.pipelines.map(({ id, name }) => ({ value: id, label: name ?? '' }))}
            value={board.pipeline.id}
            onChange={(event) => onState({ pipeline: event.currentTarget.value })}
          />
        )}
        <QuickSearch label={t`Search ${object.label_plural}`} value={state.q ?? ''} onChange={onSearch} />
        <FilterButton
          key={views.active?.id}
          object={object}
          filter={state.filter}
          problems={isProblem(query.error, 400) ? query.error.errors : undefined}
          onChange={onFilter}
        />
        {isPhone && stages.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label={t`Stage`}
            data={stages.map((stage) => ({ value: stage.id, label: `${stage.name} (${format.number(stage.count)})` }))}
            value={shown[0]?.id}
            onChange={(event) => setPhoneStage(event.currentTarget.value)}
          />
        )}
      </div>
      {state.filter && <FilterChips object={object} filter={state.filter} onChange={onFilter} />}
      <div className={classes.split}>
        {query.isPending ? (
          <BoardSkeleton />
        ) : query.isError && !board ? (
          <div className={classes.board}>
            <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
          </div>
        ) : (
          <div className={classes.board} ref={scroller} data-phone={isPhone || undefined}>
            {shown.map((stage) => (
              <BoardColumn
                key={stage.id}
                stage={stage}
                openId={openId}
                mayMove={mayMove}
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
      {losing && (
        <LostReasonDialog
          name={losing.card.name}
          stage={losing.stage.name}
          onConfirm={(reason) => {
            setLosing(null)
            void perform(losing.card.id, losing.place, reason)
          }}
          onCancel={() => setLosing(null)}
        />
      )}
    </div>
  )
}

const firstStage = (board: Board) => {
  const stage = board.stages.find((one) => one.category === 'open') ?? board.stages[0]
  return stage ? { id: stage.id, name: stage.name } : null
}
