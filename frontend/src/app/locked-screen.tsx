import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { useQuery } from '@tanstack/react-query'
import { useStripePage } from '@/features/settings/billing/billing-api'
import { catalogueQuery } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { exportAddress } from '@/shared/api/records'
import { CompanyMark } from '@/shared/brand/company-mark'
import classes from './locked-screen.module.css'
import { useSignOut } from './shell/use-sign-out'

/** All that a locked workspace shows: why, and whom to write to. */
export function LockedScreen() {
  const { t } = useLingui()
  const { rights, tenant } = useMe()
  const { state_reason, support_email } = tenant
  const signOut = useSignOut()
  return (
    <main className={classes.root}>
      <div className={classes.card}>
        <CompanyMark size="lg" />
        <h1 className={classes.title}>
          <IconLock size={22} stroke={1.6} aria-hidden />
          {t`This workspace is locked`}
        </h1>
        <p>
          <Trans>Nothing in it can be read or changed. Its data are kept.</Trans>
        </p>
        {state_reason && (
          <p className={classes.reason}>
            <Trans>Reason: {state_reason}</Trans>
          </p>
        )}
        {support_email && (
          <p>
            <Trans>
              Questions: <a href={`mailto:${support_email}`}>{support_email}</a>
            </Trans>
          </p>
        )}
        {rights.includes('export') && <Lists />}
        <ManagePayment />
        <Button variant="default" onClick={signOut}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </main>
  )
}

/** Whoever may export takes the data along. */
function Lists() {
  const objects = useQuery(catalogueQuery).data ?? []
  return (
    <>
      <p>
        <Trans>You can still take the lists along:</Trans>
      </p>
      <ul className={classes.lists}>
        {objects.map((object) => (
          <li key={object.name}>
            <a href={exportAddress(object.name, 'xlsx', {})} download>
              {object.label_plural}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

/** For those who may pay: what is open is settled on Stripe's page, and the workspace opens again. */
function ManagePayment() {
  const { rights, entitlements } = useMe()
  const page = useStripePage()
  if (!rights.includes('billing') || !entitlements.billing) return null
  return (
    <>
      {isProblem(page.error) && <p role="alert">{page.error.detail || page.error.title}</p>}
      <Button loading={page.isPending} onClick={() => page.mutate({ path: '/billing/portal/' })}>
        <Trans>Manage payment</Trans>
      </Button>
    </>
  )
}
