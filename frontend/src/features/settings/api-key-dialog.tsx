import { useLingui } from '@lingui/react/macro'
import { MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { NameField } from './name-field'
import { fieldError, formError, type NewApiKey, useSettingsWrite } from './settings-api'
import { useKeyScopes } from './use-key-scopes'

const DAY_MS = 86_400_000
const SOME = 'some'

interface Props {
  onClose: () => void
  onMade: (key: NewApiKey) => void
}

/** A new key: what for, what it may, how long. */
export function ApiKeyDialog({ onClose, onMade }: Props) {
  const { t } = useLingui()
  const write = useSettingsWrite<NewApiKey>({ quiet: true })
  const [name, setName] = useState('')
  const [scope, setScope] = useState('all')
  const [some, setSome] = useState<string[]>([])
  const [days, setDays] = useState('90')
  const [incomplete, setIncomplete] = useState(false)
  const { choices } = useKeyScopes()
  const submit = () => {
    if (scope === SOME && some.length === 0) return setIncomplete(true)
    write.mutate(
      {
        method: 'POST',
        path: '/api-keys/',
        body: {
          name: name.trim(),
          scopes: scope === SOME ? some : [scope],
          expires_at: days ? new Date(Date.now() + Number(days) * DAY_MS).toISOString() : null,
        },
      },
      { onSuccess: onMade },
    )
  }
  return (
    <FormDialog
      title={t`New API key`}
      submitLabel={t`Make the key`}
      busy={write.isPending}
      error={formError(write.error, scope === SOME ? ['name', 'scopes'] : ['name'])}
      onSubmit={submit}
      onClose={onClose}
    >
      <NameField
        description={t`What the key is for; it stands in the audit trail.`}
        value={name}
        failure={write.error}
        onChange={setName}
      />
      <Select
        label={t`May`}
        data={[
          { value: 'all', label: t`Read and change everything that you may` },
          { value: 'read', label: t`Only read` },
          { value: SOME, label: t`Only some kinds of records` },
        ]}
        value={scope}
        allowDeselect={false}
        onChange={(next) => setScope(next ?? 'all')}
      />
      {scope === SOME && (
        <MultiSelect
          label={t`Of these`}
          data={choices}
          value={some}
          searchable
          error={
            incomplete && some.length === 0
              ? t`Choose what the key may read or change.`
              : fieldError(write.error, 'scopes')
          }
          onChange={setSome}
        />
      )}
      <Select
        label={t`Expires`}
        data={[
          { value: '30', label: t`In 30 days` },
          { value: '90', label: t`In 90 days` },
          { value: '365', label: t`In one year` },
          { value: '', label: t`Never` },
        ]}
        value={days}
        allowDeselect={false}
        onChange={(next) => setDays(next ?? '')}
      />
    </FormDialog>
  )
}
