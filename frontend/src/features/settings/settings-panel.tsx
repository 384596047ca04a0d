import type { ReactNode } from 'react'
import { useClosed } from './changing'
import classes from './settings-panel.module.css'
import { useUnsaved } from './unsaved'

interface Props {
  title: string
  /** What it is for, in plain words: it stands beside the fields. */
  help: ReactNode
  /** Saves by Enter too. */
  onSubmit?: () => void
  /** What was entered and not saved: whoever leaves the screen is asked first. */
  isUnsaved?: boolean
  footer?: ReactNode
  children: ReactNode
}

/** One subject of a settings screen, its explanation beside it. */
export function SettingsPanel({ title, help, onSubmit, isUnsaved = false, footer, children }: Props) {
  useUnsaved(isUnsaved)
  const closed = useClosed() !== null
  const content = (
    <>
      <fieldset className={classes.fields} disabled={closed}>
        {children}
      </fieldset>
      {footer && !closed && <div className={classes.footer}>{footer}</div>}
    </>
  )
  return (
    <section className={classes.root} aria-label={title}>
      <div className={classes.beside}>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.help}>{help}</p>
      </div>
      {onSubmit ? (
        <form
          className={classes.body}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          {content}
        </form>
      ) : (
        <div className={classes.body}>{content}</div>
      )}
    </section>
  )
}
