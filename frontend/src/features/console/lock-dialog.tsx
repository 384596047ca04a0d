import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { FormDialog } from '@/shared/ui/form-dialog'
import { GrowingTextarea } from '@/shared/ui/growing-textarea'
import { type Tenant, useConsoleWrite } from './console-api'

export function LockDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui()
  const write = useConsoleWrite<Tenant>()
  const [reason, setReason] = useState(tenant.state_reason)
  return (
    <FormDialog
      title={t`Lock ${tenant.name}?`}
      submitLabel={t`Lock`}
      busy={write.isPending}
      error={formError(write.error, ['reason'])}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `/tenants/${tenant.slug}/lock/`, body: { reason: reason.trim() } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">{t`Its people see a page that says why, and nothing else, until you resume it.`}</Text>
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
    </FormDialog>
  )
}
