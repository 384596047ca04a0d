import { useLingui } from '@lingui/react/macro'
import { Alert, Button, CopyButton, Group, Modal, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import classes from './console.module.css'
import { type MadeTenant, tenantQuery } from './console-api'
import { ProvisioningSteps } from './provisioning-steps'

/** The steps as they are done, then the invitation that was mailed, or the sign-in that is shown this once. */
export function MadeTenantDialog({ made, onClose }: { made: MadeTenant; onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const client = useQueryClient()
  const tenant = useQuery(tenantQuery(made.slug)).data ?? made
  const ready = tenant.state !== 'provisioning'
  const done = () => {
    onClose()
    void client.invalidateQueries({ queryKey: ['console', 'tenants'] })
    void navigate({ to: '/console/tenants/$slug', params: { slug: made.slug } })
  }
  return (
    <Modal
      opened
      onClose={done}
      title={ready ? t`${made.name} is ready` : t`${made.name} is being made`}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <div role="status">
        <ProvisioningSteps tenant={tenant} />
      </div>
      {made.admin_password ? (
        <Text size="sm" mt="md">{t`Give this to the administrator. The password is not shown again.`}</Text>
      ) : (
        <Invitation state={tenant.progress.invitation} email={made.admin_email} />
      )}
      <Shown label={t`Address`} value={made.address} />
      {made.admin_password && (
        <>
          <Shown label={t`E-mail`} value={made.admin_email} />
          <Shown label={t`Password`} value={made.admin_password} />
        </>
      )}
      <Group justify="flex-end" mt="lg">
        <Button onClick={done} data-autofocus>{t`To the tenant`}</Button>
      </Group>
    </Modal>
  )
}

/** What became of the mail; until the tenant is ready, what will. */
function Invitation({ state, email }: { state: 'sent' | 'failed' | undefined; email: string }) {
  const { t } = useLingui()
  if (state === 'failed')
    return (
      <Alert color="red" variant="light" mt="md" role="alert" title={t`The invitation could not be mailed`}>
        {t`Where the mail server is only away, the mail follows by itself. Else ${email} gets another one by “Forgot your password?” at the address below.`}
      </Alert>
    )
  return (
    <Text size="sm" mt="md" role="status">
      {state === 'sent'
        ? t`${email} was mailed an invitation with a link to choose a password.`
        : t`${email} is mailed an invitation with a link to choose a password.`}
    </Text>
  )
}

function Shown({ label, value }: { label: string; value: string }) {
  const { t } = useLingui()
  return (
    <>
      <p className={classes.label}>{label}</p>
      <div className={classes.secret}>
        <code>{value}</code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy} aria-label={t`Copy: ${label}`}>
              {copied ? t`Copied` : t`Copy`}
            </Button>
          )}
        </CopyButton>
      </div>
    </>
  )
}
