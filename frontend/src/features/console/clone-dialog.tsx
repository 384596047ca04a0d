import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { useState } from 'react'
import { formError } from '@/shared/api/form-problem'
import { FormDialog } from '@/shared/ui/form-dialog'
import { type Tenant, useConsoleWrite } from './console-api'
import { NewNamesInputs } from './new-names'
import type { Operation } from './operations-api'
import { useFollow } from './use-follow'

export function CloneDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui()
  const write = useConsoleWrite<Operation>()
  const follow = useFollow(onClose)
  const [names, setNames] = useState({ slug: `${tenant.slug}-sandbox`, name: t`${tenant.name} (sandbox)` })
  return (
    <FormDialog
      title={t`Make a sandbox of ${tenant.name}`}
      submitLabel={t`Make the sandbox`}
      busy={write.isPending}
      error={formError(write.error, ['slug', 'name'])}
      disabled={!names.slug || !names.name}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `/tenants/${tenant.slug}/clone/`, body: names },
          { onSuccess: () => follow() },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">
        {t`A copy of all rows and files, with the same people and passwords, to try things out. No mail leaves it; API keys are left out.`}
      </Text>
      <NewNamesInputs names={names} error={write.error} onChange={setNames} />
    </FormDialog>
  )
}
