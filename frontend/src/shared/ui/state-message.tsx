import type { ReactNode } from 'react'
import classes from './state-message.module.css'

interface Props {
  icon?: ReactNode
  title: string
  children?: ReactNode
  /** The one next step. */
  action?: ReactNode
  role?: 'alert' | 'status'
  /** `h1` where the message is the whole screen. */
  heading?: 'h1' | 'h2'
}

/** Empty, no result, not allowed, failed: what is the case, why, and the next step. */
export function StateMessage({ icon, title, children, action, role, heading: Heading = 'h2' }: Props) {
  return (
    <div className={classes.root} role={role}>
      {icon && <div className={classes.icon}>{icon}</div>}
      <Heading className={classes.title}>{title}</Heading>
      {children && <p className={classes.text}>{children}</p>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
