import { useLingui } from '@lingui/react/macro'
import { MultiSelect, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { wayUp } from '@/shared/api/form-problem'
import { useRight } from '@/shared/api/me'
import { focusRefused } from '@/shared/ui/focus-refused'
import { FormDialog } from '@/shared/ui/form-dialog'
import { useOwnWords } from '@/shared/ui/own-words'
import { NameField } from './name-field'
import { SeatsNote } from './seats-note'
import { changedFrom, fieldError, formError, settingsQuery, type User, useSettingsWrite } from './settings-api'
import { useTellInvited } from './use-tell-invited'

const FIELDS = ['name', 'email', 'roles']

/** Invites someone, or changes who they are and which roles they hold. */
export function UserDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useLingui()
  const pays = useRight('billing')
  const roles = useQuery(settingsQuery('roles'))
  const write = useSettingsWrite<User>({ quiet: true })
  const tellInvited = useTellInvited()
  const [name, setName] = useState(user?.name ?? '')
  const [email, setEmail] = useState(user?.email ?? '')
  const [held, setHeld] = useState((user?.roles ?? []).map((role) => role.id))
  const [roleless, setRoleless] = useState(false)
  const { faults, isComplete } = useOwnWords()
  // The link that was mailed to the former address leads nowhere from then on.
  const isMoved = Boolean(user?.invited && user.active && email.trim().toLowerCase() !== user.email)
  const inviteAgain = (saved: User) =>
    write.mutate(
      { method: 'POST', path: `/users/${saved.id}/invite-again/`, body: {} },
      {
        onSuccess: (invited) => {
          tellInvited(invited, t`Invited again: ${invited.email}`)
          onClose()
        },
      },
    )
  const submit = (form: HTMLFormElement) => {
    const lacksRole = !user && held.length === 0
    setRoleless(lacksRole)
    if (!isComplete(form) || lacksRole) return focusRefused(form)
    const values = { name: name.trim(), email: email.trim(), roles: held }
    write.mutate(
      user
        ? {
            method: 'PATCH',
            path: `/users/${user.id}/`,
            body: changedFrom({ ...user, roles: user.roles?.map((role) => role.id) }, values),
          }
        : { method: 'POST', path: '/users/', body: values },
      {
        onSuccess: (saved) => {
          if (isMoved) return inviteAgain(saved)
          if (user) notifications.show({ message: t`Saved: ${name}` })
          else tellInvited(saved, t`Invited: ${email}`)
          onClose()
        },
      },
    )
  }
  return (
    <FormDialog
      title={user ? t`Edit ${user.name}` : t`Invite someone`}
      submitLabel={!user ? t`Send the invitation` : isMoved ? t`Save and invite again` : t`Save`}
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
      wayUp={wayUp(write.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <NameField value={name} fault={faults.name} failure={write.error} onChange={setName} />
      <TextInput
        name="email"
        label={t`E-mail`}
        type="email"
        value={email}
        required
        withAsterisk={false}
        description={isMoved ? t`The invitation is mailed to this address once it is saved.` : undefined}
        error={faults.email ?? fieldError(write.error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <MultiSelect
        label={t`Roles`}
        description={t`Rights of several roles add up.`}
        data={(roles.data ?? []).map((role) => ({ value: role.id, label: role.name }))}
        value={held}
        error={roleless ? t`Choose a role: without one they see nothing.` : fieldError(write.error, 'roles')}
        onChange={(roles) => {
          setRoleless(false)
          setHeld(roles)
        }}
      />
      {!user && pays && <SeatsNote />}
    </FormDialog>
  )
}
