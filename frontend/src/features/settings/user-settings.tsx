import { useLingui } from '@lingui/react/macro'
import { Button, MultiSelect, Switch, Table, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { Monogram } from '@/shared/ui/monogram'
import { TintBadge } from '@/shared/ui/tint-badge'
import { FormDialog } from './form-dialog'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { fieldError, formError, settingsQuery, type User, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'

export function UserSettings() {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('users'))
  const [editing, setEditing] = useState<User | 'new' | null>(null)
  const [text, setText] = useState('')
  const matches = (user: User) => `${user.name} ${user.email}`.toLocaleLowerCase().includes(text.toLocaleLowerCase())
  return (
    <SettingsSection
      title={t`Users`}
      help={t`Who may sign in, and with which roles. Someone who leaves is deactivated: their records stay.`}
      action={
        <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setEditing('new')}>
          {t`Invite`}
        </Button>
      }
    >
      <TextInput
        type="search"
        aria-label={t`Search users`}
        placeholder={t`Search users`}
        value={text}
        mb="sm"
        maw={280}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Loaded query={query}>{(users) => <UserTable users={users.filter(matches)} onEdit={setEditing} />}</Loaded>
      {editing && <UserDialog user={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </SettingsSection>
  )
}

function UserTable({ users, onEdit }: { users: User[]; onEdit: (user: User) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <div className={classes.tableWrap}>
      <Table verticalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Name`}</Table.Th>
            <Table.Th>{t`Roles`}</Table.Th>
            <Table.Th>{t`Teams`}</Table.Th>
            <Table.Th>{t`Last seen`}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{t`Actions`}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.id}>
              <Table.Td>
                <span className={classes.person}>
                  <Monogram name={user.name || user.email} size="md" round />
                  <span>
                    <strong>{user.name}</strong>
                    <span className={classes.secondary}>{user.email}</span>
                  </span>
                </span>
              </Table.Td>
              <Table.Td>
                <span className={classes.badges}>
                  {(user.roles ?? []).map((role) => (
                    <TintBadge key={role.id} color="indigo">
                      {role.name}
                    </TintBadge>
                  ))}
                </span>
              </Table.Td>
              <Table.Td>{(user.teams ?? []).map((team) => team.name).join(', ')}</Table.Td>
              <Table.Td>
                {!user.active ? (
                  <TintBadge color="red">{t`Deactivated`}</TintBadge>
                ) : user.invited ? (
                  <TintBadge color="orange">{t`Invited`}</TintBadge>
                ) : user.last_seen_at ? (
                  format.relative(user.last_seen_at)
                ) : (
                  t`Never`
                )}
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t`Edit ${user.name}`}
                  onClick={() => onEdit(user)}
                >{t`Edit`}</Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

const FIELDS = ['name', 'email', 'roles', 'active']

function UserDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useLingui()
  const roles = useQuery(settingsQuery('roles'))
  const write = useSettingsWrite({ quiet: true })
  const [name, setName] = useState(user?.name ?? '')
  const [email, setEmail] = useState(user?.email ?? '')
  const [held, setHeld] = useState((user?.roles ?? []).map((role) => role.id))
  const [active, setActive] = useState(user?.active ?? true)
  const submit = () => {
    const values = { name: name.trim(), email: email.trim(), roles: held }
    write.mutate(
      user
        ? {
            method: 'PATCH',
            path: `/users/${user.id}/`,
            body: { ...values, ...(active === user.active ? {} : { active }) },
          }
        : { method: 'POST', path: '/users/', body: values },
      {
        onSuccess: () => {
          notifications.show({ message: user ? t`Saved: ${name}` : t`Invited: ${email}` })
          onClose()
        },
      },
    )
  }
  return (
    <FormDialog
      title={user ? t`Edit ${user.name}` : t`Invite someone`}
      submitLabel={user ? t`Save` : t`Send the invitation`}
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t`Name`}
        value={name}
        required
        withAsterisk={false}
        data-autofocus
        error={fieldError(write.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t`E-mail`}
        type="email"
        value={email}
        required
        withAsterisk={false}
        error={fieldError(write.error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <MultiSelect
        label={t`Roles`}
        description={t`Rights of several roles add up.`}
        data={(roles.data ?? []).map((role) => ({ value: role.id, label: role.name }))}
        value={held}
        error={fieldError(write.error, 'roles')}
        onChange={setHeld}
      />
      {user && (
        <Switch
          label={t`Active`}
          description={t`Deactivating ends all sessions and keys at once.`}
          checked={active}
          error={fieldError(write.error, 'active')}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  )
}
