import type { ReactNode } from 'react'
import { usePageTitle } from '@/shared/lib/use-page-title'
import classes from './page-header.module.css'

interface Props {
  icon?: ReactNode
  title: ReactNode
  /** Beside the title, quieter. */
  note?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ icon, title, note, actions }: Props) {
  usePageTitle(title)
  return (
    <header className={classes.root}>
      {icon && <span className={classes.icon}>{icon}</span>}
      <h1 className={classes.title}>{title}</h1>
      {note && <span className={classes.note}>{note}</span>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}
