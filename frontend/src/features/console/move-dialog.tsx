import { useLingui } from '@lingui/react/macro'
import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import type { components } from '@/shared/api/operator-schema'
import { FormDialog } from '@/shared/ui/form-dialog'
import { type Tenant, useConsoleWrite } from './console-api'
import type { Operation } from './operations-api'
import { useFollow } from './use-follow'

interface Props {
  tenant: Tenant
  databases: components['schemas']['TenantDatabase'][]
  onClose: () => void
}

export function MoveDialog({ tenant, databases, onClose }: Props) {
  const { t } = useLingui()
  const write = useConsoleWrite<Operation>()
  const follow = useFollow(onClose)
  const choices = databases
    .filter((one) => one.name !== tenant.database)
    .map(({ name, region }) => {
      const label = name === 'default' ? t`Home database` : name
      return { value: name, label: region ? `${label} · ${region}` : label }
    })
  const [database, setDatabase] = useState(choices[0]?.value ?? null)
  return (
    <FormDialog
      title={t`Move ${tenant.name}`}
      submitLabel={t`Move`}
      busy={write.isPending}
      error={formError(write.error, ['database'])}
      disabled={!database}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `/tenants/${tenant.slug}/move/`, body: { database } },
          { onSuccess: () => follow() },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">
        {t`Its people wait while all rows are copied and compared: seconds, with many records minutes. If anything differs, it stays where it is. Files are not moved.`}
      </Text>
      <Select
        label={t`Database`}
        data={choices}
        value={database}
        allowDeselect={false}
        data-autofocus
        error={fieldError(write.error, 'database')}
        onChange={setDatabase}
      />
    </FormDialog>
  )
}
