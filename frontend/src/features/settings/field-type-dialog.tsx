import { useLingui } from '@lingui/react/macro'
import { Alert, Select, Skeleton, Table } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '@/shared/api/http'
import type { Choice, FieldValue } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import { useFormat } from '@/shared/lib/format'
import { FormDialog } from '@/shared/ui/form-dialog'
import { CONVERTIBLE, draftField, useTypeLabels } from './field-types'
import classes from './fields.module.css'
import { type CustomField, fieldError, formError, type TypeChanged, useSettingsWrite } from './settings-api'

interface Props {
  field: CustomField
  onClose: () => void
}

/** Another type for a field: what would become of its values is shown before anything changes. */
export function FieldTypeDialog({ field, onClose }: Props) {
  const { t } = useLingui()
  const typeLabels = useTypeLabels()
  const [type, setType] = useState<string | null>(null)
  const write = useSettingsWrite<TypeChanged>({ quiet: true })
  const path = `/fields/${field.id}/change-type/`
  const trial = useQuery({
    queryKey: ['field-type', field.id, type],
    queryFn: async () => (await request<TypeChanged>('POST', path, { body: { type, dry_run: true } })).data,
    // Once it is carried out there is nothing to try any more.
    enabled: type !== null && !write.isPending && !write.isSuccess,
    retry: false,
    gcTime: 0,
  })
  const error = trial.error ?? write.error
  const finish = ({ job, converted, unconvertible }: TypeChanged) => {
    onClose()
    notifications.show({
      message: job
        ? t`There are many values: they are being converted in the background.`
        : t`Converted: ${converted}. Kept aside: ${unconvertible}.`,
    })
  }
  return (
    <FormDialog
      title={t`Change the type of ${field.label}`}
      submitLabel={t`Change type`}
      size="lg"
      busy={write.isPending}
      error={formError(error, ['type'])}
      onClose={onClose}
      onSubmit={() => {
        if (!trial.data) return
        write.mutate({ method: 'POST', path, body: { type, dry_run: false } }, { onSuccess: finish })
      }}
    >
      <Select
        label={t`New type`}
        description={t`Values that do not convert are kept beside their record. They come back when you change the field back.`}
        placeholder={typeLabels[field.type] ?? ''}
        data={CONVERTIBLE.filter((one) => one !== field.type).map((value) => ({
          value,
          label: typeLabels[value] ?? value,
        }))}
        value={type}
        allowDeselect={false}
        data-autofocus
        error={fieldError(error, 'type')}
        onChange={setType}
      />
      {type && trial.isFetching && <Skeleton height={72} />}
      {trial.data && !trial.isFetching && <Trial field={field} trial={trial.data} />}
    </FormDialog>
  )
}

function Trial({ field, trial }: { field: CustomField; trial: TypeChanged }) {
  const { t } = useLingui()
  const format = useFormat()
  const shown = draftField(field.type, field.label, { choices: field.choices as unknown as Choice[] })
  const total = format.number(trial.total)
  const converted = format.number(trial.converted)
  const rest = format.number(trial.unconvertible)
  return (
    <div aria-live="polite">
      <Alert color={trial.unconvertible > 0 ? 'orange' : 'green'} variant="light">
        {trial.total === 0
          ? t`No record has a value here.`
          : trial.unconvertible > 0
            ? t`${converted} of ${total} values convert; ${rest} do not and would be empty.`
            : t`All ${total} values convert.`}
      </Alert>
      {trial.inexact > 0 && (
        <p className={classes.hint}>
          {t`Not exactly: ${format.number(trial.inexact)}. Their present values are kept aside.`}
        </p>
      )}
      {trial.examples.length > 0 && (
        <Table className={classes.examples} mt="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Record`}</Table.Th>
              <Table.Th>{t`Value`}</Table.Th>
              <Table.Th>{t`Why not`}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {trial.examples.map((one) => (
              <Table.Tr key={one.record.id}>
                <Table.Td>{one.record.name ?? t`Untitled`}</Table.Td>
                <Table.Td>
                  <FieldView field={shown} value={one.value as FieldValue} format={format} compact />
                </Table.Td>
                <Table.Td>{one.reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  )
}
