import { useLingui } from '@lingui/react/macro'
import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { FormDialog } from '@/shared/ui/form-dialog'
import { GrowingTextarea } from '@/shared/ui/growing-textarea'
import { type Tenant, useConsoleWrite } from './console-api'

const WORKING = new Set(['trial', 'active', 'past_due'])
const SHUT = new Set(['suspended', 'locked'])

/** Suspending a tenant that works, resuming one that doesn't. */
export function TenantState({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui()
  const [asking, setAsking] = useState<'suspend' | 'resume' | null>(null)
  const suspends = WORKING.has(tenant.state)
  if (tenant.is_operators || !(suspends || SHUT.has(tenant.state))) return null
  return (
    <>
      <Button size="compact-md" variant="default" onClick={() => setAsking(suspends ? 'suspend' : 'resume')}>
        {suspends ? t`Suspend` : t`Resume`}
      </Button>
      {asking && <StateDialog tenant={tenant} suspends={asking === 'suspend'} onClose={() => setAsking(null)} />}
    </>
  )
}

interface DialogProps {
  tenant: Tenant
  suspends: boolean
  onClose: () => void
}

function StateDialog({ tenant, suspends, onClose }: DialogProps) {
  const { t } = useLingui()
  const write = useConsoleWrite<Tenant>()
  const [reason, setReason] = useState('')
  const submit = () =>
    write.mutate(
      {
        method: 'POST',
        path: `/tenants/${tenant.slug}/${suspends ? 'suspend' : 'resume'}/`,
        ...(suspends ? { body: { reason: reason.trim() } } : {}),
      },
      {
        onSuccess: () => {
          notifications.show({
            message: suspends ? t`${tenant.name} is suspended` : t`${tenant.name} works again`,
          })
          onClose()
        },
      },
    )
  return (
    <FormDialog
      title={suspends ? t`Suspend ${tenant.name}?` : t`Resume ${tenant.name}?`}
      submitLabel={suspends ? t`Suspend` : t`Resume`}
      busy={write.isPending}
      error={formError(write.error, ['reason'])}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text size="sm">
        {suspends
          ? t`Its people can read and export, not change anything, and no job of theirs runs, until you resume it.`
          : t`Its people can work again, and waiting jobs run.`}
      </Text>
      {suspends && (
        <GrowingTextarea
          label={t`Reason`}
          description={t`Its people are shown this.`}
          value={reason}
          maxLength={500}
          minRows={2}
          data-autofocus
          error={fieldError(write.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  )
}
