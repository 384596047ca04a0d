import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { useLingui } from '@lingui/react/macro'
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconChecklist from '@tabler/icons-react/dist/esm/icons/IconChecklist.mjs'
import { memo, useEffect, useRef, useState } from 'react'
import { daysUntil, formatShortDate, toWallClock } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { may } from '@/shared/lib/record-value'
import { WaitingMark } from '@/shared/offline/waiting-mark'
import { Monogram } from '@/shared/ui/monogram'
import classes from './board.module.css'
import type { Card } from './board-model'

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
  /** It was changed here, and not all of it is on the server. */
  waiting: boolean
  mayMove: boolean
  format: Format
}

type Edge = ReturnType<typeof extractClosestEdge>

/** Makes the element a card that can be dragged and dropped upon. */
function useDragAndDrop(id: string, stageId: string, mayMove: boolean, mayMoveThis: boolean) {
  const ref = useRef<HTMLDivElement>(null)
  const [edge, setEdge] = useState<Edge>(null)
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element || !mayMove) return
    return combine(
      draggable({
        element,
        canDrag: () => mayMoveThis,
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
  }, [id, stageId, mayMove, mayMoveThis])
  return { ref, edge, dragging }
}

function CloseDate({ day, isOpen, format }: { day: string; isOpen: boolean; format: Format }) {
  const { t } = useLingui()
  const overdue = isOpen && daysUntil(day, format.timeZone) < 0
  const whole = format.date(day)
  return (
    <span className={classes.date} data-overdue={overdue || undefined} title={t`Expected close: ${whole}`}>
      <IconCalendar size={13} stroke={1.8} aria-hidden />
      {formatShortDate(day, format.locale, format.timeZone)}
    </span>
  )
}

/** Whether something is to be done next, as a sign with a name. */
function NextActivity({ card, format }: { card: Card; format: Format }) {
  const { t } = useLingui()
  const at = card.next_activity_at
  const when = at ? format.dateTime(at) : ''
  const isToday = at !== null && daysUntil(toWallClock(at, format.timeZone), format.timeZone) === 0
  const mark = card.next_activity === 'planned' && isToday ? 'today' : card.next_activity
  const text = {
    none: t`Nothing is planned`,
    overdue: t`Overdue since ${when}`,
    today: t`Due today: ${when}`,
    planned: t`Planned for ${when}`,
  }[mark ?? 'none']
  const Icon = mark === 'none' ? IconAlertTriangle : IconChecklist
  return (
    <span className={classes.next} data-next={mark} title={text}>
      <Icon size={14} stroke={1.9} aria-hidden />
      <span className="visually-hidden">{text}</span>
    </span>
  )
}

function Rotting({ days }: { days: number }) {
  const { t } = useLingui()
  const text = t`In this stage for ${days} days`
  return (
    <span className={classes.idle} title={text}>
      <span className="visually-hidden">{text}</span>
      <span aria-hidden>{t`${days} d`}</span>
    </span>
  )
}

/** A card is plain HTML: hundreds are on a board, and each costs. */
export const BoardCard = memo(function BoardCard(props: Props) {
  const { card, stage, top, open, mayMove, format, onKey, onOpen, onMenu } = props
  const { t } = useLingui()
  const mayMoveThis = mayMove && may('update', card)
  const { ref, edge, dragging } = useDragAndDrop(card.id, stage.id, mayMove, mayMoveThis)
  const stageName = stage.name
  return (
    <div
      ref={ref}
      role="group"
      aria-label={t`${card.name}, ${stageName}`}
      aria-keyshortcuts={
        mayMoveThis ? 'Enter Control+ArrowRight Control+ArrowLeft Control+ArrowUp Control+ArrowDown' : 'Enter'
      }
      tabIndex={0}
      className={classes.card}
      data-card={card.id}
      data-id={card.id}
      data-open={open || undefined}
      data-dragging={dragging || undefined}
      data-fresh={props.fresh || undefined}
      data-rotting={card.rotting || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onKeyDown={(event) => onKey(event, card.id)}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('button')) onOpen(card.id)
      }}
    >
      <div className={classes.cardHead}>
        <span className={`${classes.cardName} truncate`}>{card.name}</span>
        {props.waiting && <WaitingMark />}
        {mayMoveThis && (
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
      <div className={classes.cardDates}>
        {card.expected_close_date && <CloseDate day={card.expected_close_date} isOpen={stage.isOpen} format={format} />}
        {card.rotting && <Rotting days={card.days_in_stage ?? 0} />}
      </div>
      <div className={classes.cardFoot}>
        <span className={`${classes.amount} numeric truncate`}>{card.amount ? format.money(card.amount) : ''}</span>
        {stage.isOpen && card.next_activity && <NextActivity card={card} format={format} />}
        {card.owner?.name && (
          <span className={classes.owner} title={card.owner.name}>
            <Monogram name={card.owner.name} size="xs" round of={card.owner.id} />
            <span className="visually-hidden">{t`Owner: ${card.owner.name}`}</span>
          </span>
        )}
      </div>
      {edge && <div className={classes.indicator} data-edge={edge} />}
    </div>
  )
})
