import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { Format } from '@/shared/lib/format'
import type { Sum, Total } from '@/shared/lib/money'
import { usePrinting } from '@/shared/lib/use-printing'
import { useFresh } from '@/shared/live/registry'
import classes from './board.module.css'
import { BoardCard, type CardHandlers } from './board-card'
import type { BoardStage } from './board-model'

const CARD_HEIGHT = 98
const AHEAD = 8

interface Props extends CardHandlers {
  stage: BoardStage
  openId: string | undefined
  /** Cards with changes that are not on the server yet. */
  waiting: ReadonlySet<string>
  mayMove: boolean
  format: Format
  onMore: (stage: BoardStage) => void
  /** The card that was moved last: brought into view where it is now. */
  moved: string | null
  onCreate: ((stage: BoardStage) => void) | undefined
}

const shownSums = (sums: Sum[], format: Format) =>
  sums
    .filter((sum) => sum.amount !== 0)
    .map((sum) => format.money(sum, true))
    .join(' · ')

/** One total where the rates give it, and the parts of it for the title. */
const shownTotal = (total: Total | null | undefined, sums: string, format: Format) =>
  total ? `≈ ${format.money(total, true)}${total.unrated.map((code) => ` + ${code}`).join('')}` : sums

/** One stage: its sums, and a virtual list of its cards. */
export const BoardColumn = memo(function BoardColumn(props: Props) {
  const { stage, openId, waiting, mayMove, format, onMore, moved, onCreate, ...handlers } = props
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const rows = useVirtualizer({
    count: stage.cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT + 8,
    overscan: 3,
    paddingStart: 2,
    paddingEnd: 12,
    getItemKey: (index) => stage.cards[index]?.id ?? index,
  })
  useEffect(() => {
    const element = scroller.current
    if (!element || !mayMove) return
    return combine(
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.type === 'card' && !stage.retired,
        getData: () => ({ type: 'stage', stageId: stage.id }),
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      autoScrollForElements({ element }),
    )
  }, [stage.id, stage.retired, mayMove])

  const movedTo = moved === null ? -1 : stage.cards.findIndex((card) => card.id === moved)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the card came to another place
  useEffect(() => {
    if (movedTo >= 0) rows.scrollToIndex(movedTo)
  }, [movedTo])

  const fresh = useFresh()
  const printing = usePrinting()
  const whole = () => stage.cards.map((_, index) => ({ index, start: 2 + index * (CARD_HEIGHT + 8) }))
  const items = printing ? whole() : rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (stage.next && last >= stage.cards.length - AHEAD) onMore(stage)
  }, [stage, last, onMore])

  const place = useMemo(
    () => ({ id: stage.id, name: stage.name, isOpen: stage.category === 'open' }),
    [stage.id, stage.name, stage.category],
  )
  const rotting = stage.rotting ?? 0
  const parts = shownSums(stage.sums, format)
  const sums = shownTotal(stage.total, parts, format)
  const weighted =
    stage.category === 'open' ? shownTotal(stage.weighted_total, shownSums(stage.weighted, format), format) : ''
  return (
    <section
      className={classes.column}
      aria-label={stage.name}
      data-col={stage.name}
      data-n={stage.count}
      data-over={over || undefined}
    >
      <header className={classes.columnHead}>
        <h2 className={classes.columnTitle}>
          <span className={classes.dot} data-category={stage.category} aria-hidden />
          <span className="truncate">{stage.name}</span>
          <span className={classes.count}>{format.number(stage.count)}</span>
          {stage.retired && (
            <span
              className={classes.retired}
              title={t`Nothing can be moved here any more. The column goes when its last deal has left.`}
            >{t`Retired`}</span>
          )}
        </h2>
        {onCreate && !stage.retired && (
          <button
            type="button"
            className={classes.add}
            aria-label={t`New in ${stage.name}`}
            onClick={() => onCreate(stage)}
          >
            <IconPlus size={15} stroke={2} aria-hidden />
          </button>
        )}
        <p className={`${classes.sums} numeric truncate`} title={parts}>
          {sums || '\u00a0'}
        </p>
        <p
          className={`${classes.weighted} numeric truncate`}
          title={weighted && t`Weighted by the stage's probability of ${stage.probability}%`}
        >
          {weighted ? t`${weighted} weighted` : '\u00a0'}
          {rotting > 0 && (
            <span className={classes.rotting}>{plural(rotting, { one: '# rotting', other: '# rotting' })}</span>
          )}
        </p>
      </header>
      <div
        className={classes.cards}
        ref={scroller}
        tabIndex={stage.cards.length ? -1 : 0}
        role="group"
        aria-label={t`Cards in ${stage.name}`}
      >
        <div className={classes.inner} style={{ height: rows.getTotalSize() }}>
          {items.map((item) => {
            const card = stage.cards[item.index]
            return (
              card && (
                <BoardCard
                  key={card.id}
                  card={card}
                  stage={place}
                  top={item.start}
                  open={card.id === openId}
                  fresh={fresh.has(card.id)}
                  waiting={waiting.has(card.id)}
                  mayMove={mayMove}
                  format={format}
                  {...handlers}
                />
              )
            )
          })}
        </div>
        {stage.cards.length === 0 && <p className={classes.none}>{t`No deals here`}</p>}
      </div>
    </section>
  )
})
