import { Trans, useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import classes from './start.module.css'

/** From this share on there is still time to do something. */
const CLOSE = 0.8
const ASKED_ANEW_MS = 5 * 60_000
/** What stays used until somebody makes room; the others begin again by themselves. */
const LASTING = new Set(['seats', 'records', 'storage_bytes'])

/** Tells those who choose the plan, before people are refused, of what is nearly full. */
export function LimitsNote() {
  const { t } = useLingui()
  const { data } = useQuery({
    queryKey: ['limits'],
    queryFn: ({ signal }) => get<components['schemas']['Billing']>('/billing/', undefined, signal),
    staleTime: ASKED_ANEW_MS,
  })
  const close = (data?.usage ?? []).flatMap(({ limit, label, used, most }) => {
    if (!LASTING.has(limit) || used === null || most === null) return []
    const share = most === 0 ? 1 : used / most
    return share >= CLOSE ? [{ limit, label, share }] : []
  })
  if (close.length === 0) return null
  const isFull = close.some(({ share }) => share >= 1)
  return (
    <Alert color={isFull ? 'red' : 'yellow'} variant="light" role="status" mb="md">
      {close.map(({ limit, label, share }) => {
        const percent = Math.floor(share * 100)
        return (
          <div key={limit}>
            {share >= 1
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
