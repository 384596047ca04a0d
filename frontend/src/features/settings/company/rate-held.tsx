import { Alert, Button } from '@mantine/core'
import classes from './rates.module.css'

interface Props {
  /** Which rate the day has, as the server told it. */
  error: Error | null
  label: string
  onReplace: () => void
}

/** A day that is to get a rate has one: whoever enters it says whether that goes. */
export function RateHeld({ error, label, onReplace }: Props) {
  return (
    <Alert color="yellow" variant="light" role="alert" className={classes.held}>
      {error?.message}
      <div>
        <Button mt="xs" size="compact-sm" variant="default" onClick={onReplace}>
          {label}
        </Button>
      </div>
    </Alert>
  )
}
