import type { ReactNode } from 'react'
import classes from './state-message.module.css'

interface Props {
  icon?: ReactNode
  title: string
  children?: ReactNode
  /** The one next step. */
  action?: ReactNode
  role?: 'alert' | 'status'
}

/** Empty, no result, not allowed, failed: what is the case, why, and the next step. */
export function StateMessage({ icon, title, children, action, role }: Props) {
  return (
    <div className={classes.root} role={role}>
      {icon && <div className={classes.icon}>{icon}</div>}
      <h2 className={classes.title}>{title}</h2>
      {children && <p className={classes.text}>{children}</p>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
