import { Trans, useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { billingQuery, shareOf } from '@/shared/billing/billing-query'
import classes from './start.module.css'

const ASKED_ANEW_MS = 5 * 60_000
/** What stays used until somebody makes room; the others begin again by themselves. */
const LASTING = new Set(['seats', 'records', 'storage_bytes'])

/** Tells those who choose the plan, before people are refused, of what is nearly full. */
export function LimitsNote() {
  const { t } = useLingui()
  const { data } = useQuery({ ...billingQuery, staleTime: ASKED_ANEW_MS })
  const close = (data?.usage ?? []).flatMap(({ limit, label, used, most }) => {
    const found = LASTING.has(limit) ? shareOf({ used, most }) : null
    return found?.isClose ? [{ limit, label, ...found }] : []
  })
  if (close.length === 0) return null
  const anyFull = close.some((one) => one.isFull)
  return (
    <Alert color={anyFull ? 'red' : 'yellow'} variant="light" role="status" mb="md">
      {close.map(({ limit, label, share, isFull }) => {
        const percent = Math.floor(share * 100)
        return (
          <div key={limit}>
            {isFull
              ? t`${label}: full. Nothing more can be added.`
              : t`${label}: ${percent} % of what there is room for is used.`}
          </div>
        )
      })}
      <Link to="/settings/$section" params={{ section: 'billing' }} className={classes.onColour}>
        <Trans>Plan and usage</Trans>
      </Link>
    </Alert>
  )
}
