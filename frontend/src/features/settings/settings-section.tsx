import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { usePageTitle } from '@/shared/lib/use-page-title'
import { useClosed } from './changing'
import classes from './settings.module.css'

interface Props {
  title: string
  /** Plain help: what this is for. */
  help: string
  /** Changes something: it goes where nothing can be changed. */
  action?: ReactNode
  children: ReactNode
}

export function SettingsSection({ title, help, action, children }: Props) {
  const { t } = useLingui()
  const closed = useClosed()
  usePageTitle(title)
  return (
    <section className={classes.section} aria-labelledby="settings-title">
      <header className={classes.head}>
        <div>
          <h1 id="settings-title" className={classes.title}>
            {title}
          </h1>
          <p className={classes.help}>{help}</p>
        </div>
        {!closed && action}
      </header>
      {closed && (
        <p className={classes.closed}>
          {closed === 'shut'
            ? t`The workspace is read-only now: nothing can be changed here.`
            : t`Support looks at this, and cannot change it.`}
        </p>
      )}
      {children}
    </section>
  )
}
