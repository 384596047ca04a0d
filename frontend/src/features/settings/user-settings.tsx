import { useLingui } from '@lingui/react/macro'
import { Button, Table, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { Monogram } from '@/shared/ui/monogram'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { settingsQuery, type User } from './settings-api'
import { SettingsSection } from './settings-section'
import { type UserAction, UserActions } from './user-actions'

const LeavingDialog = onUse(() => import('./leaving-dialog').then((m) => m.LeavingDialog))
const TwoStepDialog = onUse(() => import('./two-step-dialog').then((m) => m.TwoStepDialog))
const UserAccessDialog = onUse(() => import('./user-access-dialog').then((m) => m.UserAccessDialog))
const UserDialog = onUse(() => import('./user-dialog').then((m) => m.UserDialog))

export function UserSettings() {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('users'))
  const [open, setOpen] = useState<{ user: User | null; action: UserAction } | null>(null)
  const close = () => setOpen(null)
  const [text, setText] = useState('')
  const matches = (user: User) => `${user.name} ${user.email}`.toLocaleLowerCase().includes(text.toLocaleLowerCase())
  return (
    <SettingsSection
      title={t`Users`}
      help={t`Who may sign in, and with which roles. Someone who leaves is deactivated: their records stay.`}
      action={
        <Button
          leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
          onClick={() => setOpen({ user: null, action: 'edit' })}
        >
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
      <Loaded query={query}>
        {(users) => <UserTable users={users.filter(matches)} onOpen={(user, action) => setOpen({ user, action })} />}
      </Loaded>
      {open?.action === 'edit' && <UserDialog user={open.user} onClose={close} />}
      {open?.user && open.action === 'access' && <UserAccessDialog user={open.user} onClose={close} />}
      {open?.user && open.action === 'hand-over' && <LeavingDialog user={open.user} leaves={false} onClose={close} />}
      {open?.user && open.action === 'two-step' && <TwoStepDialog user={open.user} onClose={close} />}
      {open?.user && open.action === 'deactivate' && <LeavingDialog user={open.user} leaves onClose={close} />}
    </SettingsSection>
  )
}

interface TableProps {
  users: User[]
  onOpen: (user: User, action: UserAction) => void
}

function UserTable({ users, onOpen }: TableProps) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <div className={`${classes.tableWrap} ${classes.cards}`}>
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
                  <Monogram name={user.name || user.email} size="md" round of={user.id} />
                  <span>
                    <strong>{user.name}</strong>
                    <span className={classes.secondary}>
                      {user.two_step ? t`${user.email} · two-step sign-in` : user.email}
                    </span>
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
              <Table.Td data-label={t`Last seen`}>
                {!user.active ? (
                  <TintBadge color="red">{t`Deactivated`}</TintBadge>
                ) : user.invited ? (
                  <Invited user={user} />
                ) : user.last_seen_at ? (
                  format.relative(user.last_seen_at)
                ) : (
                  t`Never`
                )}
              </Table.Td>
              <Table.Td ta="end">
                <UserActions user={user} onOpen={(action) => onOpen(user, action)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** Whether the mail reached the server of whoever was invited. */
function Invited({ user }: { user: User }) {
  const { t } = useLingui()
  if (user.invitation_refused)
    return (
      <span>
        <TintBadge color="red">{t`Invited, the mail was refused`}</TintBadge>
        <span className={classes.secondary}>{user.invitation_refused}</span>
      </span>
    )
  return <TintBadge color="orange">{user.invitation_waits ? t`Invited, the mail waits` : t`Invited`}</TintBadge>
}
