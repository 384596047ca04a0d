import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { useLingui } from '@lingui/react/macro'
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconChecklist from '@tabler/icons-react/dist/esm/icons/IconChecklist.mjs'
import { memo, useEffect, useRef, useState } from 'react'
import type { CrmRecord, Money } from '@/shared/api/types'
import { daysUntil, formatShortDate, toWallClock } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { fieldValue, isReference, may } from '@/shared/lib/record-value'
import { WaitingMark } from '@/shared/offline/waiting-mark'
import { Monogram } from '@/shared/ui/monogram'
import classes from './board.module.css'
import { type BoardStage, type Card, titleOn } from './board-model'
import type { CardParts } from './card-parts'

export interface CardHandlers {
  onKey: (event: React.KeyboardEvent<HTMLElement>, id: string) => void
  onOpen: (id: string) => void
  onMenu: (id: string, anchor: HTMLElement) => void
}

interface Props extends CardHandlers {
  card: Card
  parts: CardParts
  stage: { id: string; name: string; category: BoardStage['category'] }
  top: number
  open: boolean
  /** Somebody else has just changed or moved it. */
  fresh: boolean
  /** It was changed here, and not all of it is on the server. */
  waiting: boolean
  mayMove: boolean
  /** Whether it can be put between others. */
  ranked: boolean
  format: Format
}

/** The length of a day without its time. */
const DAY = 10

type Edge = ReturnType<typeof extractClosestEdge>

/** Makes the element a card that can be dragged and dropped upon. */
function useDragAndDrop(id: string, stageId: string, { mayMove, ranked }: Props, mayMoveThis: boolean) {
  const ref = useRef<HTMLDivElement>(null)
  const [edge, setEdge] = useState<Edge>(null)
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element || !mayMove) return
    const drag = draggable({
      element,
      canDrag: () => mayMoveThis,
      getInitialData: () => ({ type: 'card', id, stageId }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    })
    if (!ranked) return drag
    return combine(
      drag,
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
  }, [id, stageId, mayMove, mayMoveThis, ranked])
  return { ref, edge, dragging }
}

function CardDate({ at, label, isOpen, format }: { at: string; label: string; isOpen: boolean; format: Format }) {
  const isDay = at.length === DAY
  const day = isDay ? at : toWallClock(at, format.timeZone)
  const overdue = isOpen && daysUntil(day, format.timeZone) < 0
  return (
    <span
      className={classes.date}
      data-overdue={overdue || undefined}
      title={`${label}: ${isDay ? format.date(at) : format.dateTime(at)}`}
    >
      <IconCalendar size={13} stroke={1.8} aria-hidden />
      {formatShortDate(day, format.locale, format.timeZone)}
    </span>
  )
}

/** Whether something is to be done next, as a sign with a name. */
function NextActivity({ card, format }: { card: Card; format: Format }) {
  const { t } = useLingui()
  const at = textOf(card.next_activity_at)
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

const textOf = (value: unknown) => (isReference(value) ? value.name : typeof value === 'string' ? value : null)

/** What is open, and any other record with a date for what comes next. */
const tellsNext = ({ next_activity: next }: Card, category: BoardStage['category']) =>
  next !== undefined && (category === 'open' || (category === undefined && next !== 'none'))

/** The lines below the name. */
function CardLines({ card, parts, stage: { category }, format }: Pick<Props, 'card' | 'parts' | 'stage' | 'format'>) {
  const { t } = useLingui()
  const shown = (field: { name: string } | null) => (field ? fieldValue(card as CrmRecord, field.name) : null)
  const [about, at] = [textOf(shown(parts.about)), shown(parts.date)]
  const amount = shown(parts.amount) as Money | null | undefined
  const owner = textOf(card.owner)
  return (
    <>
      {parts.about && <span className={`${classes.account} truncate`}>{about ?? '\u00a0'}</span>}
      {parts.hasDates && (
        <div className={classes.cardDates}>
          {typeof at === 'string' && parts.date && (
            <CardDate at={at} label={parts.date.label} isOpen={category === 'open'} format={format} />
          )}
          {card.rotting && <Rotting days={card.days_in_stage ?? 0} />}
        </div>
      )}
      <div className={classes.cardFoot}>
        <span className={`${classes.amount} numeric truncate`}>{amount ? format.money(amount) : ''}</span>
        {tellsNext(card, category) && <NextActivity card={card} format={format} />}
        {owner && isReference(card.owner) && (
          <span className={classes.owner} title={owner}>
            <Monogram name={owner} size="xs" round of={card.owner.id} />
            <span className="visually-hidden">{t`Owner: ${owner}`}</span>
          </span>
        )}
      </div>
    </>
  )
}

const KEYS = 'Enter Control+ArrowRight Control+ArrowLeft'

/** A card is plain HTML: hundreds are on a board, and each costs. */
export const BoardCard = memo(function BoardCard(props: Props) {
  const { card, parts, stage, top, open, mayMove, ranked, onKey, onOpen, onMenu } = props
  const { t } = useLingui()
  const mayMoveThis = mayMove && may('update', card)
  const { ref, edge, dragging } = useDragAndDrop(card.id, stage.id, props, mayMoveThis)
  const stageName = stage.name
  const name = titleOn(card, parts.fields) || t`Untitled`
  const keys = ranked ? `${KEYS} Control+ArrowUp Control+ArrowDown` : KEYS
  return (
    <div
      ref={ref}
      role="group"
      aria-label={t`${name}, ${stageName}`}
      aria-keyshortcuts={mayMoveThis ? keys : 'Enter'}
      tabIndex={0}
      className={classes.card}
      data-card={card.id}
      data-id={card.id}
      data-open={open || undefined}
      data-dragging={dragging || undefined}
      data-fresh={props.fresh || undefined}
      data-rotting={card.rotting || undefined}
      style={{ transform: `translateY(${top}px)`, height: parts.height }}
      onKeyDown={(event) => onKey(event, card.id)}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('button')) onOpen(card.id)
      }}
    >
      <div className={classes.cardHead}>
        <span className={`${classes.cardName} truncate`}>{name}</span>
        {props.waiting && <WaitingMark />}
        {mayMoveThis && (
          <button
            type="button"
            className={classes.kebab}
            aria-haspopup="menu"
            aria-label={t`Actions for ${name}`}
            onClick={(event) => onMenu(card.id, event.currentTarget)}
          >
            <span aria-hidden>⋯</span>
          </button>
        )}
      </div>
      <CardLines {...props} />
      {edge && <div className={classes.indicator} data-edge={edge} />}
    </div>
  )
})
