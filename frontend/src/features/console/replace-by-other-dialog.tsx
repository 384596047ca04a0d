import { Trans, useLingui } from '@lingui/react/macro'
import { Select, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { useFormat } from '@/shared/lib/format'
import { FormDialog } from '@/shared/ui/form-dialog'
import { type Tenant, useConsoleWrite } from './console-api'
import { hasArchive, type Operation, operationsQuery } from './operations-api'

interface Props {
  tenant: Tenant
  onClose: () => void
}

/** The archive of another tenant takes this one's place, once that tenant's address is typed. */
export function ReplaceByOtherDialog({ tenant, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useConsoleWrite<Operation>()
  const query = useQuery(operationsQuery())
  const archives = (query.data ?? []).filter((one) => hasArchive(one) && one.tenant !== tenant.slug)
  const [archive, setArchive] = useState<string | null>(null)
  const [of, setOf] = useState('')
  const chosen = archives.find(({ id }) => id === archive)
  return (
    <FormDialog
      title={t`Replace ${tenant.name}`}
      submitLabel={t`Replace`}
      busy={write.isPending}
      error={formError(write.error, ['archive', 'of'])}
      disabled={!chosen || of !== chosen.tenant}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `/tenants/${tenant.slug}/replace/`, body: { archive, of } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">
        {t`The people of ${tenant.name} lose their access, and those of the archive see everything of it here, at ${tenant.domain}. What is there now is kept aside until you decide.`}
      </Text>
      <Select
        label={t`Archive`}
        data={archives.map((one) => ({ value: one.id, label: `${one.tenant} · ${format.moment(one.created_at)}` }))}
        value={archive}
        error={fieldError(write.error, 'archive')}
        description={query.data && archives.length === 0 ? t`No other tenant has an archive here.` : undefined}
        allowDeselect={false}
        data-autofocus
        onChange={setArchive}
      />
      {chosen && (
        <TextInput
          label={
            <Trans>
              Type <code>{chosen.tenant}</code> to confirm
            </Trans>
          }
          value={of}
          error={fieldError(write.error, 'of')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setOf(event.currentTarget.value.trim())}
        />
      )}
    </FormDialog>
  )
}
