import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import { type ReactNode, useId } from 'react'
import { type Guide, useGuideChange } from './guide-api'
import classes from './start.module.css'

interface Props {
  step: Guide['steps'][number]
  number: number
  title: string
  text: string
  open: boolean
  onOpen: () => void
  children: ReactNode
}

/** One step: its state, and while it is open what there is to do. */
export function GuideStep({ step, number, title, text, open, onOpen, children }: Props) {
  const { t } = useLingui()
  const change = useGuideChange()
  const id = useId()
  const state = step.done ? t`done` : step.skipped ? t`skipped` : t`to do`
  return (
    <li className={classes.step} data-done={step.done || undefined} data-open={open || undefined}>
      <button type="button" className={classes.stepHead} aria-expanded={open} aria-controls={id} onClick={onOpen}>
        <span className={classes.mark} aria-hidden>
          {step.done ? <IconCheck size={14} stroke={2.4} /> : number}
        </span>
        <span className={classes.stepTitle}>{title}</span>
        <span className={step.skipped ? classes.hint : 'visually-hidden'}>{state}</span>
      </button>
      {open && (
        <div className={classes.stepBody} id={id}>
          <p className={classes.text}>{text}</p>
          {children}
          {!step.done && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              mt={8}
              ms={-8}
              onClick={() => change.mutate({ steps: { [step.key]: step.skipped ? null : 'skipped' } })}
            >
              {step.skipped ? t`Don't skip` : t`Skip this step`}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
