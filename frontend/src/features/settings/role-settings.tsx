import { useLingui } from '@lingui/react/macro'
import { Button, Table } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { onUse } from '@/shared/on-use/on-use'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Changing } from './changing'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { type Role, settingsQuery } from './settings-api'
import { SettingsSection } from './settings-section'

const RoleCopyDialog = onUse(() => import('./role-copy-dialog').then((m) => m.RoleCopyDialog))
const RoleDialog = onUse(() => import('./role-dialog').then((m) => m.RoleDialog))

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
                      <Changing>
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
                      </Changing>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Loaded>
      {copying && <RoleCopyDialog role={copying} onClose={() => setCopying(null)} onCopied={setEditing} />}
      {editing && <RoleDialog role={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </SettingsSection>
  )
}
