import type { ReactNode } from 'react'
import classes from './console.module.css'

interface Props {
  title: string
  action?: ReactNode
  children: ReactNode
}

/** One subject of a console screen. */
export function Panel({ title, action, children }: Props) {
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  )
}
