import { useLingui } from '@lingui/react/macro'
import { Loader, Text } from '@mantine/core'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { useFormat } from '@/shared/lib/format'
import { whenShown } from '@/shared/on-use/on-use'
import { FormDialog } from '@/shared/ui/form-dialog'
import { GrowingTextarea } from '@/shared/ui/growing-textarea'
import { type Tenant, useConsoleWrite } from './console-api'

const DateField = whenShown(
  () => import('@/shared/fields/date-field').then((m) => m.DateField),
  () => <Loader size="sm" />,
)
const USUAL_DAYS = 30

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

export function CloseDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useConsoleWrite<Tenant>()
  const [eraseAt, setEraseAt] = useState<string | null>(() => tenant.erase_at ?? inDays(USUAL_DAYS))
  const [reason, setReason] = useState(tenant.state === 'closing' ? tenant.state_reason : '')
  return (
    <FormDialog
      title={t`Close ${tenant.name}?`}
      submitLabel={t`Close the tenant`}
      busy={write.isPending}
      error={formError(write.error, ['reason', 'erase_at'])}
      disabled={!eraseAt}
      onSubmit={() =>
        write.mutate(
          {
            method: 'POST',
            path: `/tenants/${tenant.slug}/close/`,
            body: { reason: reason.trim(), erase_at: eraseAt },
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">{t`Its people can read and export until then. Afterwards everything is erased for ever.`}</Text>
      <DateField
        label={t`Erase on`}
        description={t`In your time zone, ${format.timeZone}`}
        withTime
        value={eraseAt}
        format={format}
        error={fieldError(write.error, 'erase_at')}
        onChange={setEraseAt}
      />
      <GrowingTextarea
        label={t`Reason`}
        description={t`Its people are shown this.`}
        value={reason}
        maxLength={500}
        minRows={2}
        error={fieldError(write.error, 'reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
