import { Trans } from '@lingui/react/macro'
import IconCreditCard from '@tabler/icons-react/dist/esm/icons/IconCreditCard.mjs'
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { Link } from '@tanstack/react-router'
import { useMe } from '@/shared/api/me'
import { useFormat } from '@/shared/lib/format'
import classes from './workspace-state.module.css'

const ICON = { size: 16, stroke: 1.8, 'aria-hidden': true } as const

/** Says above every screen that the workspace is read-only, and why, or that it is a copy to try things out. */
export function WorkspaceState() {
  const { state, is_sandbox } = useMe().tenant
  return (
    <>
      {state === 'past_due' && <PastDue />}
      {state === 'suspended' && <Suspended />}
      {state === 'closing' && <Closing />}
      {is_sandbox && (
        <div className={classes.bar} data-quiet>
          <IconFlask {...ICON} />
          <span>
            <Trans>This is a sandbox: a copy to try things out. It sends no mail.</Trans>
          </span>
        </div>
      )}
    </>
  )
}

/** For those who may pay: everybody else goes on working. */
function PastDue() {
  const { rights, entitlements } = useMe()
  if (!rights.includes('billing') || !entitlements.billing) return null
  return (
    <div className={classes.bar} role="status">
      <IconCreditCard {...ICON} />
      <span>
        <Trans>A payment failed. Until it is settled, everybody can go on working.</Trans>
      </span>
      <ToBilling />
    </div>
  )
}

function ToBilling() {
  const { rights, entitlements } = useMe()
  if (!rights.includes('billing') || !entitlements.billing) return null
  return (
    <Link to="/settings/$section" params={{ section: 'billing' }}>
      <Trans>Billing</Trans>
    </Link>
  )
}

function Suspended() {
  const { state_reason, support_email } = useMe().tenant
  return (
    <div className={classes.bar} role="status">
      <IconLock {...ICON} />
      <span>
        <Trans>This workspace is suspended: you can read and export, not change.</Trans> {state_reason}
      </span>
      <ToBilling />
      {support_email && <a href={`mailto:${support_email}`}>{support_email}</a>}
    </div>
  )
}

function Closing() {
  const { state_reason, erase_at, support_email } = useMe().tenant
  const format = useFormat()
  const moment = erase_at && format.moment(erase_at)
  return (
    <div className={classes.bar} role="status">
      <IconLock {...ICON} />
      <span>
        {moment ? (
          <Trans>This workspace is being closed: you can read and export until {moment}, then it is erased.</Trans>
        ) : (
          <Trans>This workspace is being closed: you can read and export, not change.</Trans>
        )}{' '}
        {state_reason}
      </span>
      {support_email && <a href={`mailto:${support_email}`}>{support_email}</a>}
    </div>
  )
}
