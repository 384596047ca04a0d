import { useLingui } from '@lingui/react/macro'
import { Progress, Text } from '@mantine/core'
import classes from './billing.module.css'
import type { Usage } from './billing-api'
import { useAmounts } from './use-amounts'

const CLOSE = 0.8

/** What is used of each limit; what flows by, such as calls a minute, only says how much there may be. */
export function UsageList({ usage }: { usage: Usage[] }) {
  const { t } = useLingui()
  const amounts = useAmounts()
  return (
    <ul className={classes.usage}>
      {usage.map(({ limit, label, unit, used, most }) => {
        const share = used === null || most === null ? null : most === 0 ? 1 : used / most
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
            {share !== null && (
              <Progress
                aria-label={label}
                size="sm"
                value={Math.min(100, share * 100)}
                color={share >= 1 ? 'red' : share >= CLOSE ? 'orange' : undefined}
              />
            )}
            {share !== null && share >= CLOSE && (
              <Text size="xs" c="dimmed" mt={4}>
                {share >= 1 ? t`Full: nothing more can be added.` : t`Nearly full.`}
              </Text>
            )}
          </li>
        )
      })}
    </ul>
  )
}
