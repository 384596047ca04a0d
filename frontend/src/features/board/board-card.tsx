import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { useLingui } from '@lingui/react/macro'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconClockPause from '@tabler/icons-react/dist/esm/icons/IconClockPause.mjs'
import { memo, useEffect, useRef, useState } from 'react'
import { daysUntil } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { Monogram } from '@/shared/ui/monogram'
import classes from './board.module.css'
import { type Card, idleDays } from './board-model'

export interface CardHandlers {
  onKey: (event: React.KeyboardEvent<HTMLElement>, id: string) => void
  onOpen: (id: string) => void
  onMenu: (id: string, anchor: HTMLElement) => void
}

interface Props extends CardHandlers {
  card: Card
  stage: { id: string; name: string; isOpen: boolean }
  top: number
  open: boolean
  /** Somebody else has just changed or moved it. */
  fresh: boolean
  mayMove: boolean
  format: Format
}

type Edge = ReturnType<typeof extractClosestEdge>

/** Makes the element a card that can be dragged and dropped upon. */
function useDragAndDrop(id: string, stageId: string, mayMove: boolean) {
  const ref = useRef<HTMLDivElement>(null)
  const [edge, setEdge] = useState<Edge>(null)
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element || !mayMove) return
    return combine(
      draggable({
        element,
        getInitialData: () => ({ type: 'card', id, stageId }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.type === 'card',
        getIsSticky: () => true,
        getData: ({ input, element: over }) =>
          attachClosestEdge({ type: 'card', id, stageId }, { input, element: over, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, source }) => setEdge(source.data.id === id ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    )
  }, [id, stageId, mayMove])
  return { ref, edge, dragging }
}

function CloseDate({ day, isOpen, format }: { day: string; isOpen: boolean; format: Format }) {
  const overdue = isOpen && daysUntil(day, format.timeZone) < 0
  return (
    <span className={classes.date} data-overdue={overdue || undefined}>
      <IconCalendar size={13} stroke={1.8} aria-hidden />
      {format.date(day)}
    </span>
  )
}

/** A card is plain HTML: hundreds are on a board, and each costs. */
export const BoardCard = memo(function BoardCard(props: Props) {
  const { card, stage, top, open, mayMove, format, onKey, onOpen, onMenu } = props
  const { t } = useLingui()
  const { ref, edge, dragging } = useDragAndDrop(card.id, stage.id, mayMove)
  const idle = stage.isOpen ? idleDays(card, new Date()) : null
  const stageName = stage.name
  return (
    <div
      ref={ref}
      role="group"
      aria-label={t`${card.name}, ${stageName}`}
      aria-keyshortcuts="Enter Control+ArrowRight Control+ArrowLeft Control+ArrowUp Control+ArrowDown"
      tabIndex={0}
      className={classes.card}
      data-card={card.id}
      data-id={card.id}
      data-open={open || undefined}
      data-dragging={dragging || undefined}
      data-fresh={props.fresh || undefined}
      data-rotting={idle !== null || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onKeyDown={(event) => onKey(event, card.id)}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('button')) onOpen(card.id)
      }}
    >
      <div className={classes.cardHead}>
        <span className={`${classes.cardName} truncate`}>{card.name}</span>
        {mayMove && (
          <button
            type="button"
            className={classes.kebab}
            aria-haspopup="menu"
            aria-label={t`Actions for ${card.name}`}
            onClick={(event) => onMenu(card.id, event.currentTarget)}
          >
            <span aria-hidden>⋯</span>
          </button>
        )}
      </div>
      <span className={`${classes.account} truncate`}>{card.account?.name ?? '\u00a0'}</span>
      <div className={classes.cardFoot}>
        <span className={`${classes.amount} numeric`}>{card.amount ? format.money(card.amount) : ''}</span>
        {idle !== null && (
          <span className={classes.idle} title={t`Nothing has happened for ${idle} days`}>
            <IconClockPause size={13} stroke={1.8} aria-hidden />
            <span className="visually-hidden">{t`Nothing has happened for ${idle} days`}</span>
            <span aria-hidden>{t`${idle} d`}</span>
          </span>
        )}
        {card.expected_close_date && <CloseDate day={card.expected_close_date} isOpen={stage.isOpen} format={format} />}
        {card.owner?.name && (
          <span className={classes.owner} title={card.owner.name}>
            <Monogram name={card.owner.name} size="xs" round />
            <span className="visually-hidden">{t`Owner: ${card.owner.name}`}</span>
          </span>
        )}
      </div>
      {edge && <div className={classes.indicator} data-edge={edge} />}
    </div>
  )
})
