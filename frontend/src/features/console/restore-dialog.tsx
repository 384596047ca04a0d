import { useLingui } from '@lingui/react/macro'
import { Checkbox, Text } from '@mantine/core'
import { useState } from 'react'
import { formError } from '@/shared/api/form-problem'
import { useFormat } from '@/shared/lib/format'
import { FormDialog } from '@/shared/ui/form-dialog'
import { type Tenant, useConsoleWrite } from './console-api'
import { NewNamesInputs } from './new-names'
import type { Operation } from './operations-api'
import { useFollow } from './use-follow'

interface Props {
  /** undefined: it may be gone, so its own address is proposed. */
  tenant?: Tenant
  archive: Operation
  onClose: () => void
}

/** A tenant of its own out of an archive. */
export function RestoreDialog({ tenant, archive, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useConsoleWrite<Operation>()
  const follow = useFollow(onClose)
  const moment = format.moment(archive.created_at)
  const [names, setNames] = useState(
    tenant
      ? { slug: `${tenant.slug}-restored`, name: t`${tenant.name} of ${moment}` }
      : { slug: archive.tenant, name: '' },
  )
  const [sandbox, setSandbox] = useState(Boolean(tenant))
  return (
    <FormDialog
      title={tenant ? t`Restore as another tenant` : t`Restore ${archive.tenant}`}
      submitLabel={t`Restore`}
      busy={write.isPending}
      error={formError(write.error, ['slug', 'name'])}
      disabled={!names.slug || Boolean(tenant && !names.name)}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `/operations/${archive.id}/restore/`, body: { ...names, sandbox } },
          { onSuccess: () => follow() },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">
        {tenant
          ? t`The rows and files of ${moment}. ${tenant.name} stays as it is.`
          : t`The rows and files of ${moment}. At its own address, if that is free, it comes back with its API keys, webhooks and domains.`}
      </Text>
      <NewNamesInputs
        names={names}
        unnamed={tenant ? undefined : t`As in the archive`}
        error={write.error}
        onChange={setNames}
      />
      <Checkbox
        label={t`As a sandbox, which sends no mail`}
        checked={sandbox}
        onChange={(event) => setSandbox(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}
