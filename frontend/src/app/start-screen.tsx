import { useLingui } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import classes from './start-screen.module.css'

export function StartScreen() {
  const { t } = useLingui()
  return (
    <div className={classes.root} role="status">
      <Loader size="sm" aria-hidden />
      <span className="visually-hidden">{t`Loading…`}</span>
    </div>
  )
}
