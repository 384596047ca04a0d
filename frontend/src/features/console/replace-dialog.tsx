import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { formError } from '@/shared/api/form-problem'
import { useFormat } from '@/shared/lib/format'
import { FormDialog } from '@/shared/ui/form-dialog'
import { type Tenant, useConsoleWrite } from './console-api'
import type { Operation } from './operations-api'

interface Props {
  tenant: Tenant
  archive: Operation
  onClose: () => void
}

/** The archive takes the tenant's place. */
export function ReplaceDialog({ tenant, archive, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useConsoleWrite<Operation>()
  const moment = format.moment(archive.created_at)
  return (
    <FormDialog
      title={t`Go back to ${moment}?`}
      submitLabel={t`Go back`}
      busy={write.isPending}
      error={formError(write.error, [])}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `/tenants/${tenant.slug}/replace/`, body: { archive: archive.id } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">
        {t`The people of ${tenant.name} will see everything as it was then. They work on until it is loaded and wait for some seconds. What is there now is kept aside until you decide.`}
      </Text>
    </FormDialog>
  )
}
