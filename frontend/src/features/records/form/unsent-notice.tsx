import { useLingui } from '@lingui/react/macro'
import { Alert, Button } from '@mantine/core'
import classes from './record-form.module.css'

/** Says that the form holds what was typed in it before, and how to be rid of that. */
export function UnsentNotice({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useLingui()
  return (
    <Alert className={classes.unsent} color="blue" variant="light" role="status">
      {t`What you typed before and did not save is here again.`}{' '}
      <Button size="compact-xs" variant="subtle" onClick={onDiscard}>{t`Discard`}</Button>
    </Alert>
  )
}
