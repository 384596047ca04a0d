import { useLingui } from '@lingui/react/macro'
import { Progress, Text } from '@mantine/core'
import { shareOf } from '@/shared/billing/billing-query'
import classes from './billing.module.css'
import type { Usage } from './billing-api'
import { useAmounts } from './use-amounts'

/** What is used of each limit; what flows by, such as calls a minute, only says how much there may be. */
export function UsageList({ usage }: { usage: Usage[] }) {
  const { t } = useLingui()
  const amounts = useAmounts()
  return (
    <ul className={classes.usage}>
      {usage.map(({ limit, label, unit, used, most }) => {
        const found = shareOf({ used, most })
        return (
          <li key={limit}>
            <span className={classes.usageHead}>
              <span>{label}</span>
              <span className="numeric">
                {used !== null && amounts.of(used, unit)}
                {used !== null && ' / '}
                {most === null ? t`no limit` : amounts.of(most, unit)}
              </span>
            </span>
            {found && (
              <Progress
                aria-label={label}
                size="sm"
                value={Math.min(100, found.share * 100)}
                color={found.isFull ? 'red' : found.isClose ? 'orange' : undefined}
              />
            )}
            {found?.isClose && (
              <Text size="xs" c="dimmed" mt={4}>
                {found.isFull ? t`Full: nothing more can be added.` : t`Nearly full.`}
              </Text>
            )}
          </li>
        )
      })}
    </ul>
  )
}
