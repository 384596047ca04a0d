import { useLingui } from '@lingui/react/macro'
import { Button, Table, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Loaded } from './loaded'
import { RoleDialog } from './role-dialog'
import classes from './settings.module.css'
import { fieldError, formError, type Role, settingsQuery, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'

export function RoleSettings() {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('roles'))
  const [editing, setEditing] = useState<Role | 'new' | null>(null)
  const [copying, setCopying] = useState<Role | null>(null)
  return (
    <SettingsSection
      title={t`Roles`}
      help={t`A role says what its holders may do with each object, and with whose records.`}
      action={
        <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setEditing('new')}>
          {t`New role`}
        </Button>
      }
    >
      <Loaded query={query}>
        {(roles) => (
          <div className={`${classes.tableWrap} ${classes.cards}`}>
            <Table verticalSpacing={8}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t`Role`}</Table.Th>
                  <Table.Th>{t`Description`}</Table.Th>
                  <Table.Th>{t`Held by`}</Table.Th>
                  <Table.Th>
                    <span className="visually-hidden">{t`Actions`}</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {roles.map((role) => (
                  <Table.Tr key={role.id}>
                    <Table.Td fw={500}>
                      {role.name} {role.is_admin && <TintBadge color="violet">{t`Administrator`}</TintBadge>}
                    </Table.Td>
                    <Table.Td c="dimmed">{role.description}</Table.Td>
                    <Table.Td data-label={t`Held by`}>{role.holders}</Table.Td>
                    <Table.Td ta="end" className={classes.nowrap}>
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="gray"
                        me={4}
                        aria-label={t`Copy ${role.name}`}
                        onClick={() => setCopying(role)}
                      >{t`Copy`}</Button>
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={t`Edit ${role.name}`}
                        onClick={() => setEditing(role)}
                      >{t`Edit`}</Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Loaded>
      {copying && <CopyDialog role={copying} onClose={() => setCopying(null)} onCopied={setEditing} />}
      {editing && <RoleDialog role={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </SettingsSection>
  )
}

interface CopyProps {
  role: Role
  onClose: () => void
  onCopied: (copy: Role) => void
}

/** A role with the same rules; it opens at once, to be made different. */
function CopyDialog({ role, onClose, onCopied }: CopyProps) {
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
      <TextInput
        label={t`Name of the new role`}
        value={name}
        required
        withAsterisk={false}
        data-autofocus
        error={fieldError(write.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
