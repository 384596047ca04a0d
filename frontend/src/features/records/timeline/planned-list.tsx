import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { type FocusEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react'
import { isFocusFree } from '@/shared/lib/focus'
import classes from './timeline.module.css'

const FIRST = 5

interface Props {
  /** By key. */
  children: ReactElement[]
}

/** What is still to be done about a record, apart from what has happened; the first few, unless all are asked for. */
export function PlannedList({ children }: Props) {
  const { t } = useLingui()
  const heading = useId()
  const [all, setAll] = useState(false)
  const list = useRef<HTMLOListElement>(null)
  const held = useRef<{ key: string | null; at: number } | null>(null)
  const shown = all ? children : children.slice(0, FIRST)
  const keep = (event: FocusEvent<HTMLElement>) => {
    const at = [...(list.current?.children ?? [])].findIndex((item) => item.contains(event.target))
    held.current = { key: shown[at]?.key ?? null, at }
  }
  // Once it is ticked off it goes, and whoever works by keyboard goes on with the next.
  useEffect(() => {
    const last = held.current
    if (!last || shown.some(({ key }) => key === last.key)) return
    held.current = null
    const item = list.current?.children[Math.min(last.at, shown.length - 1)]
    if (isFocusFree()) item?.querySelector<HTMLElement>('input, button')?.focus()
  }, [shown])
  return (
    <>
      <h3 className={classes.heading} id={heading}>{t`Planned`}</h3>
      <ol ref={list} className={classes.list} aria-labelledby={heading} onFocus={keep}>
        {shown}
      </ol>
      {shown.length < children.length && (
        <Button variant="subtle" size="compact-sm" mb={14} onClick={() => setAll(true)}>
          {t`Show all ${children.length}`}
        </Button>
      )}
    </>
  )
}
