import { useLingui } from '@lingui/react/macro'
import { Button, Group, NativeSelect, Table } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { StateMessage } from '@/shared/ui/state-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import { FieldDialog, useTypeLabels } from './field-dialog'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { type CustomField, settingsQuery, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'

export function FieldSettings() {
  const { t } = useLingui()
  const objects = useCatalogue()
  const query = useQuery(settingsQuery('fields'))
  const [object, setObject] = useState(objects[0]?.name ?? '')
  const [editing, setEditing] = useState<CustomField | 'new' | null>(null)
  return (
    <SettingsSection
      title={t`Fields`}
      help={t`Fields of your own on every object. They work like built-in ones: in lists, filters, imports and the API.`}
      action={
        <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setEditing('new')}>
          {t`New field`}
        </Button>
      }
    >
      <Group mb="sm">
        <NativeSelect
          aria-label={t`Object`}
          data={objects.map(({ name, label_plural }) => ({ value: name, label: label_plural }))}
          value={object}
          onChange={(event) => setObject(event.currentTarget.value)}
        />
      </Group>
      <Loaded query={query}>
        {(fields) => <FieldTable fields={fields.filter((field) => field.object === object)} onEdit={setEditing} />}
      </Loaded>
      {editing && (
        <FieldDialog field={editing === 'new' ? null : editing} object={object} onClose={() => setEditing(null)} />
      )}
    </SettingsSection>
  )
}

function FieldTable({ fields, onEdit }: { fields: CustomField[]; onEdit: (field: CustomField) => void }) {
  const { t } = useLingui()
  const typeLabels = useTypeLabels()
  const write = useSettingsWrite()
  if (fields.length === 0)
    return <StateMessage title={t`No fields of your own yet`}>{t`The built-in fields are always there.`}</StateMessage>
  return (
    <div className={classes.tableWrap}>
      <Table verticalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Field`}</Table.Th>
            <Table.Th>{t`Type`}</Table.Th>
            <Table.Th>{t`State`}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{t`Actions`}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field.id}>
              <Table.Td fw={500}>
                {field.label}
                {field.help && <span className={classes.secondary}>{field.help}</span>}
              </Table.Td>
              <Table.Td>{typeLabels[field.type] ?? field.type}</Table.Td>
              <Table.Td>
                <span className={classes.badges}>
                  {field.retired_at ? (
                    <TintBadge>{t`Retired`}</TintBadge>
                  ) : (
                    <TintBadge color="green">{t`In use`}</TintBadge>
                  )}
                  {field.required && <TintBadge color="orange">{t`Required`}</TintBadge>}
                  {field.unique && <TintBadge color="blue">{t`Unique`}</TintBadge>}
                </span>
              </Table.Td>
              <Table.Td>
                <Group gap={6} justify="flex-end" wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    onClick={() =>
                      write.mutate({
                        method: 'PATCH',
                        path: `/fields/${field.id}/`,
                        body: { retired: field.retired_at === null },
                      })
                    }
                  >
                    {field.retired_at ? t`Use again` : t`Retire`}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t`Edit ${field.label}`}
                    onClick={() => onEdit(field)}
                  >{t`Edit`}</Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
