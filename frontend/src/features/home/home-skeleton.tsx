import { useLingui } from '@lingui/react/macro'
import { Skeleton } from '@mantine/core'
import classes from './home.module.css'

/** Tiles to come, of their size, so that nothing shifts. */
export function HomeSkeleton() {
  const { t } = useLingui()
  return (
    <div role="status">
      <span className="visually-hidden">{t`Loading…`}</span>
      <div className={classes.grid}>
        {[0, 1, 2, 3].map((one) => (
          <Skeleton key={one} height={128} radius="md" />
        ))}
        {[0, 1, 2, 3].map((one) => (
          <Skeleton key={one} height={284} radius="md" className={classes.wide} />
        ))}
      </div>
    </div>
  )
}
