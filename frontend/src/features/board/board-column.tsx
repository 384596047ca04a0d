import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { Format } from '@/shared/lib/format'
import { usePrinting } from '@/shared/lib/use-printing'
import { useFresh } from '@/shared/live/registry'
import classes from './board.module.css'
import { BoardCard, type CardHandlers } from './board-card'
import { type BoardStage, takesCards } from './board-model'
import type { CardParts } from './card-parts'
import { ColumnHead } from './column-head'

const GAP = 8
const AHEAD = 8

interface Props extends CardHandlers {
  stage: BoardStage
  parts: CardParts
  ranked: boolean
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

/** One column: its sums, and a virtual list of its cards. */
export const BoardColumn = memo(function BoardColumn(props: Props) {
  const { stage, parts, ranked, openId, waiting, mayMove, format, onMore, moved, onCreate, ...handlers } = props
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const takes = takesCards(stage)
  const rows = useVirtualizer({
    count: stage.cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => parts.height + GAP,
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
        canDrop: ({ source }) => source.data.type === 'card' && takes,
        getData: () => ({ type: 'stage', stageId: stage.id }),
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      autoScrollForElements({ element }),
    )
  }, [stage.id, takes, mayMove])

  const movedTo = moved === null ? -1 : stage.cards.findIndex((card) => card.id === moved)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the card came to another place
  useEffect(() => {
    if (movedTo >= 0) rows.scrollToIndex(movedTo)
  }, [movedTo])

  const fresh = useFresh()
  const printing = usePrinting()
  const whole = () => stage.cards.map((_, index) => ({ index, start: 2 + index * (parts.height + GAP) }))
  const items = printing ? whole() : rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (stage.next && last >= stage.cards.length - AHEAD) onMore(stage)
  }, [stage, last, onMore])

  const place = useMemo(
    () => ({ id: stage.id, name: stage.name, category: stage.category }),
    [stage.id, stage.name, stage.category],
  )
  return (
    <section
      className={classes.column}
      aria-label={stage.name}
      data-col={stage.name}
      data-n={stage.count}
      data-over={over || undefined}
    >
      <ColumnHead stage={stage} parts={parts} onCreate={onCreate} format={format} />
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
                  parts={parts}
                  stage={place}
                  top={item.start}
                  open={card.id === openId}
                  fresh={fresh.has(card.id)}
                  waiting={waiting.has(card.id)}
                  mayMove={mayMove}
                  ranked={ranked}
                  format={format}
                  {...handlers}
                />
              )
            )
          })}
        </div>
        {stage.cards.length === 0 && <p className={classes.none}>{t`Nothing here`}</p>}
      </div>
    </section>
  )
})
