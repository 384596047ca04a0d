import { useLingui } from '@lingui/react/macro'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Format } from '@/shared/lib/format'
import classes from './board.module.css'
import type { BoardStage } from './board-model'

interface Props {
  stages: BoardStage[]
  /** Stages of a pipeline. */
  ranked: boolean
  scroller: RefObject<HTMLElement | null>
  format: Format
}

/** Which column the board has been swiped to. */
function useSwipedTo(scroller: RefObject<HTMLElement | null>) {
  const [index, setIndex] = useState(0)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const read = () => setIndex(Math.round(element.scrollLeft / Math.max(1, element.clientWidth)))
    element.addEventListener('scroll', read, { passive: true })
    return () => element.removeEventListener('scroll', read)
  }, [scroller])
  return index
}

/** On a phone one column fills the screen: a swipe or a tap here leads to the others. */
export function StageTabs({ stages, ranked, scroller, format }: Props) {
  const { t } = useLingui()
  const index = useSwipedTo(scroller)
  const bar = useRef<HTMLElement>(null)
  useEffect(() => {
    const button = bar.current?.children[index]
    if (!(button instanceof HTMLElement) || !bar.current) return
    bar.current.scrollTo({ left: button.offsetLeft - bar.current.clientWidth / 2 + button.offsetWidth / 2 })
  }, [index])
  return (
    <nav className={classes.stageTabs} aria-label={ranked ? t`Stages` : t`Columns`} ref={bar}>
      {stages.map((stage, at) => (
        <button
          key={stage.id}
          type="button"
          className={classes.stageTab}
          aria-current={at === index || undefined}
          onClick={() => scroller.current?.scrollTo({ left: at * scroller.current.clientWidth, behavior: 'smooth' })}
        >
          {stage.name} <span className={classes.count}>{format.number(stage.count)}</span>
        </button>
      ))}
    </nav>
  )
}
