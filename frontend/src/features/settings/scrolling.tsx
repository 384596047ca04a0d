import type { ReactNode } from 'react'
import classes from './settings.module.css'

/** A wide table of plain text on a narrow screen: the focus may stand on it, so that arrow keys scroll it. */
export function Scrolling({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={classes.tableWrap} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
