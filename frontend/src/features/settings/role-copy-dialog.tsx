import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { NameField } from './name-field'
import { formError, type Role, useSettingsWrite } from './settings-api'

interface Props {
  role: Role
  onClose: () => void
  onCopied: (copy: Role) => void
}

/** A role with the same rules; it opens at once, to be made different. */
export function RoleCopyDialog({ role, onClose, onCopied }: Props) {
  const { t } = useLingui()
  const write = useSettingsWrite<Role>({ quiet: true })
  const [name, setName] = useState(t`Copy of ${role.name}`)
  return (
    <FormDialog
      title={t`Copy ${role.name}`}
      submitLabel={t`Copy`}
      busy={write.isPending}
      error={formError(write.error, ['name'])}
      onClose={onClose}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `/roles/${role.id}/clone/`, body: { name: name.trim() } },
          {
            onSuccess: (copy) => {
              onClose()
              onCopied(copy)
            },
          },
        )
      }
    >
      <NameField label={t`Name of the new role`} value={name} failure={write.error} onChange={setName} />
    </FormDialog>
  )
}
