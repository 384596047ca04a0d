import { Trans, useLingui } from '@lingui/react/macro'
import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { FormDialog } from '@/shared/ui/form-dialog'
import { type Tenant, useConsoleWrite } from './console-api'
import type { Operation } from './operations-api'
import { useFollow } from './use-follow'

/** For ever: so the address has to be typed. */
export function EraseDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui()
  const write = useConsoleWrite<Operation>()
  const follow = useFollow(onClose)
  const [typed, setTyped] = useState('')
  return (
    <FormDialog
      title={t`Erase ${tenant.name} for ever?`}
      submitLabel={t`Erase for ever`}
      busy={write.isPending}
      error={formError(write.error, ['confirm'])}
      disabled={typed !== tenant.slug}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `/tenants/${tenant.slug}/erase/`, body: { confirm: typed } },
          { onSuccess: () => follow() },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">
        {t`All its rows, files and addresses go, and nobody can bring them back. Only backups hold it until they run out.`}
      </Text>
      <TextInput
        label={
          <Trans>
            Type <code>{tenant.slug}</code> to erase it
          </Trans>
        }
        value={typed}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        error={fieldError(write.error, 'confirm')}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
