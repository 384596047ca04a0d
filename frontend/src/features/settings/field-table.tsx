import { useLingui } from '@lingui/react/macro'
import { Button, Group, Table } from '@mantine/core'
import { StateMessage } from '@/shared/ui/state-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Changing } from './changing'
import { CONVERTIBLE, isRetired, useTypeLabels } from './field-types'
import classes from './settings.module.css'
import { type CustomField, useSettingsWrite } from './settings-api'

interface Props {
  fields: CustomField[]
  onEdit: (field: CustomField) => void
  onChangeType: (field: CustomField) => void
}

export function FieldTable({ fields, onEdit, onChangeType }: Props) {
  const { t } = useLingui()
  const typeLabels = useTypeLabels()
  const write = useSettingsWrite()
  if (fields.length === 0)
    return <StateMessage title={t`No fields of your own yet`}>{t`The built-in fields are always there.`}</StateMessage>
  return (
    <div className={`${classes.tableWrap} ${classes.cards}`}>
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
                <span className={classes.secondary}>{field.expression || field.help || field.name}</span>
              </Table.Td>
              <Table.Td>
                {typeLabels[field.type] ?? field.type}
                {field.result_type !== field.type && (
                  <span className={classes.secondary}>{typeLabels[field.result_type]}</span>
                )}
              </Table.Td>
              <Table.Td>
                <FieldStates field={field} />
              </Table.Td>
              <Table.Td>
                <Changing>
                  <Group gap={6} justify="flex-end" wrap="nowrap">
                    {CONVERTIBLE.includes(field.type) && !isRetired(field) && (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="gray"
                        aria-label={t`Change the type of ${field.label}`}
                        onClick={() => onChangeType(field)}
                      >{t`Change type`}</Button>
                    )}
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      aria-label={isRetired(field) ? t`Use ${field.label} again` : t`Retire ${field.label}`}
                      onClick={() =>
                        write.mutate({
                          method: 'PATCH',
                          path: `/fields/${field.id}/`,
                          body: { retired: !isRetired(field) },
                        })
                      }
                    >
                      {isRetired(field) ? t`Use again` : t`Retire`}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t`Edit ${field.label}`}
                      onClick={() => onEdit(field)}
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

function FieldStates({ field }: { field: CustomField }) {
  const { t } = useLingui()
  return (
    <span className={classes.badges}>
      {isRetired(field) ? <TintBadge>{t`Retired`}</TintBadge> : <TintBadge color="green">{t`In use`}</TintBadge>}
      {field.required && <TintBadge color="orange">{t`Required`}</TintBadge>}
      {Boolean(field.required_if) && <TintBadge color="orange">{t`Required at times`}</TintBadge>}
      {field.unique && <TintBadge color="blue">{t`Unique`}</TintBadge>}
      {field.index.state === 'waiting' && <TintBadge color="yellow">{t`Index being built`}</TintBadge>}
      {field.index.state === 'failed' && (
        <span title={field.index.error}>
          <TintBadge color="red">{t`Index not built yet`}</TintBadge>
        </span>
      )}
      {field.broken && !isRetired(field) && (
        <span>
          <TintBadge color="red">{t`Not working`}</TintBadge>
          <span className={classes.secondary}>{field.broken}</span>
        </span>
      )}
    </span>
  )
}
