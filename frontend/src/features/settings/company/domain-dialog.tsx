import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { fieldError, formError, useSettingsWrite } from '../settings-api'

export function DomainDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const [domain, setDomain] = useState('')
  const submit = () => write.mutate({ method: 'POST', path: '/domains/', body: { domain } }, { onSuccess: onClose })
  return (
    <FormDialog
      title={t`New domain`}
      submitLabel={t`Add`}
      busy={write.isPending}
      error={formError(write.error, ['domain'])}
      disabled={!domain.trim()}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t`Domain`}
        description={t`A host below a domain that you own. The next step shows which records it needs.`}
        placeholder="crm.example.com"
        value={domain}
        onChange={(event) => setDomain(event.currentTarget.value)}
        error={fieldError(write.error, 'domain')}
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        required
        withAsterisk={false}
      />
    </FormDialog>
  )
}
