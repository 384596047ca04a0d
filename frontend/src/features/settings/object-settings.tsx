import { useLingui } from '@lingui/react/macro'
import { Button, Group, Table } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRight } from '@/shared/api/me'
import { onUse } from '@/shared/on-use/on-use'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { StateMessage } from '@/shared/ui/state-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Changing } from './changing'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { type CustomObject, settingsQuery, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'

const ObjectDialog = onUse(() => import('./object-dialog').then((m) => m.ObjectDialog))
const ObjectPurgeDialog = onUse(() => import('./object-purge-dialog').then((m) => m.ObjectPurgeDialog))

export function ObjectSettings() {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('custom-objects'))
  const [editing, setEditing] = useState<CustomObject | 'new' | null>(null)
  const [purging, setPurging] = useState<CustomObject | null>(null)
  return (
    <SettingsSection
      title={t`Objects`}
      help={t`Objects of your own beside accounts, contacts and the others: projects, contracts, machines. They have lists, forms, permissions, imports, search and the audit trail like built-in ones. Add their fields under Fields, and say in Roles who may see them.`}
      action={
        <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setEditing('new')}>
          {t`New object`}
        </Button>
      }
    >
      <Loaded query={query}>
        {(objects) => <ObjectTable objects={objects} onEdit={setEditing} onPurge={setPurging} />}
      </Loaded>
      {editing && <ObjectDialog object={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {purging && <ObjectPurgeDialog object={purging} onClose={() => setPurging(null)} />}
    </SettingsSection>
  )
}

interface TableProps {
  objects: CustomObject[]
  onEdit: (object: CustomObject) => void
  onPurge: (object: CustomObject) => void
}

function ObjectTable({ objects, onEdit, onPurge }: TableProps) {
  const { t } = useLingui()
  const purges = useRight('purge')
  const write = useSettingsWrite()
  if (objects.length === 0)
    return (
      <StateMessage title={t`No objects of your own yet`}>{t`The built-in objects are always there.`}</StateMessage>
    )
  return (
    <div className={`${classes.tableWrap} ${classes.cards}`}>
      <Table verticalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Object`}</Table.Th>
            <Table.Th>{t`State`}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{t`Actions`}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {objects.map((object) => (
            <Table.Tr key={object.id}>
              <Table.Td fw={500}>
                <span className={classes.person}>
                  <ObjectIcon object={{ name: object.name, icon: object.icon ?? 'box' }} />
                  <span>
                    {object.retired_at ? (
                      object.label_plural
                    ) : (
                      <Link to="/$object" params={{ object: object.name }}>
                        {object.label_plural}
                      </Link>
                    )}
                    <span className={classes.secondary}>{object.description || object.name}</span>
                  </span>
                </span>
              </Table.Td>
              <Table.Td>
                <span className={classes.badges}>
                  {object.retired_at ? (
                    <TintBadge>{t`Retired`}</TintBadge>
                  ) : (
                    <TintBadge color="green">{t`In use`}</TintBadge>
                  )}
                  {object.navigation && !object.retired_at && <TintBadge color="blue">{t`In the menu`}</TintBadge>}
                </span>
              </Table.Td>
              <Table.Td>
                <Changing>
                  <Group gap={6} justify="flex-end">
                    {object.retired_at && purges && (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="red"
                        aria-label={t`Delete ${object.label_plural} for ever`}
                        onClick={() => onPurge(object)}
                      >{t`Delete for ever…`}</Button>
                    )}
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      aria-label={object.retired_at ? t`Use ${object.label} again` : t`Retire ${object.label}`}
                      onClick={() =>
                        write.mutate({
                          method: 'PATCH',
                          path: `/custom-objects/${object.id}/`,
                          body: { retired: object.retired_at === null },
                        })
                      }
                    >
                      {object.retired_at ? t`Use again` : t`Retire`}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t`Edit ${object.label}`}
                      onClick={() => onEdit(object)}
                    >{t`Edit`}</Button>
                  </Group>
                </Changing>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
