import type { ReactNode } from 'react'
import classes from './settings.module.css'

interface Props {
  title: string
  /** Plain help: what this is for. */
  help: string
  action?: ReactNode
  children: ReactNode
}

export function SettingsSection({ title, help, action, children }: Props) {
  return (
    <section className={classes.section} aria-labelledby="settings-title">
      <header className={classes.head}>
        <div>
          <h1 id="settings-title" className={classes.title}>
            {title}
          </h1>
          <p className={classes.help}>{help}</p>
        </div>
        {action}
      </header>
      {children}
    </section>
  )
}
