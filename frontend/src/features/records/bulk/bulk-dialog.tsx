import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Modal, Progress, Select, Stack, Text } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { type BulkAction, cancelJob, previewQuery, type Selected } from '@/shared/api/records'
import type { Field, FieldValue, ObjectType } from '@/shared/api/types'
import { FieldInput } from '@/shared/fields/field-input'
import { problemOf } from '@/shared/fields/validate'
import { useFormat } from '@/shared/lib/format'
import { isBlank, isWritable, toPayload } from '@/shared/lib/record-value'
import { useDebounced } from '@/shared/lib/use-debounced'
import classes from './bulk-dialog.module.css'
import { BulkPreview } from './bulk-preview'
import { useBulk } from './use-bulk'

interface Props {
  object: ObjectType
  action: BulkAction
  selected: Selected
  onClose: () => void
  /** The change is made, or on its way to the end. */
  onDone: () => void
}

interface Setting {
  key: number
  field: string
  value: FieldValue
  /** Empties the field, where a blank input alone means that nothing is chosen yet. */
  clear: boolean
}

const settable = (object: ObjectType) =>
  object.fields.filter((field) => isWritable(field) && field.type !== 'emails' && field.type !== 'phones')

/** What is set, in the API's form; undefined as long as nothing is, or something is half typed. */
function valuesOf(settings: Setting[], fields: Field[]): Record<string, unknown> | undefined {
  const whole = settings.filter((one) => one.clear || !isBlank(one.value))
  const isWrong = ({ field: name, value, clear }: Setting) => {
    const field = fields.find((one) => one.name === name)
    return !clear && field !== undefined && problemOf(field, value) !== null
  }
  if (whole.length === 0 || whole.some(isWrong)) return undefined
  return toPayload(Object.fromEntries(whole.map((one) => [one.field, one.clear ? null : one.value])))
}

/** Changes many records: what to set, then what that would do, then doing it. */
export function BulkDialog({ object, action, selected, onClose, onDone }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const fields = useMemo(() => settable(object), [object])
  const first = action === 'assign' ? 'owner' : (fields[0]?.name ?? '')
  const [settings, setSettings] = useState<Setting[]>([{ key: 0, field: first, value: null, clear: false }])
  const { apply, busy, error, job } = useBulk(object, onDone)
  const writes = action === 'update' || action === 'assign'
  const values = useDebounced(
    useMemo(() => valuesOf(settings, fields), [settings, fields]),
    300,
  )
  const wanted = { action, ...(values ? { values } : {}) }
  const preview = useQuery({
    ...previewQuery(object.name, selected, wanted),
    enabled: (!writes || values !== undefined) && job === null,
    placeholderData: keepPreviousData,
  })
  const titles: Record<BulkAction, string> = {
    update: t`Edit many: ${object.label_plural}`,
    assign: t`Assign many: ${object.label_plural}`,
    delete: t`Delete many: ${object.label_plural}`,
    restore: t`Restore many: ${object.label_plural}`,
  }
  const refused = isProblem(preview.error) ? preview.error : null
  const ready = preview.data !== undefined && !preview.isError && (!writes || values !== undefined)
  const total = preview.data?.count ?? 0
  // How many it would be is known once it is said what is to be set.
  const count = preview.data && format.number(total)
  const words: Record<BulkAction, string> = {
    update: count ? t`Change ${count}` : t`Change`,
    assign: count ? t`Assign ${count}` : t`Assign`,
    delete: count ? t`Delete ${count}` : t`Delete`,
    restore: count ? t`Restore ${count}` : t`Restore`,
  }
  const change = (key: number, next: Partial<Setting>) =>
    setSettings((old) => old.map((one) => (one.key === key ? { ...one, ...next } : one)))

  return (
    <Modal opened onClose={onClose} title={titles[action]} size="lg">
      <Stack gap="md">
        {writes && !job && (
          <Stack gap="xs">
            {settings.map((one) => (
              <SettingRow
                key={one.key}
                setting={one}
                isFirst={one === settings[0]}
                fields={action === 'assign' ? fields.filter((field) => field.name === 'owner') : fields}
                taken={settings.map((other) => other.field)}
                error={refused?.errors.find((wrong) => wrong.field === one.field)?.message}
                onChange={(next) => change(one.key, next)}
                {...(settings.length > 1
                  ? { onRemove: () => setSettings((old) => old.filter((other) => other.key !== one.key)) }
                  : {})}
              />
            ))}
            {action === 'update' && settings.length < Math.min(10, fields.length) && (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<IconPlus size={14} aria-hidden />}
                style={{ alignSelf: 'flex-start' }}
                onClick={() => {
                  const free = fields.find((field) => !settings.some((one) => one.field === field.name))
                  const key = Math.max(...settings.map((one) => one.key)) + 1
                  if (free) setSettings([...settings, { key, field: free.name, value: null, clear: false }])
                }}
              >{t`Another field`}</Button>
            )}
          </Stack>
        )}
        {refused?.errors.every((wrong) => !settings.some((one) => one.field === wrong.field)) && (
          <Text size="sm" c="red.8" role="alert">
            {refused.detail || refused.title}
          </Text>
        )}
        {!job && preview.data && !preview.isError && (!writes || values !== undefined) && (
          <BulkPreview object={object} preview={preview.data} format={format} action={action} />
        )}
        {job && (
          <div role="group" aria-label={t`Progress`}>
            <Text size="sm" mb={6}>
              {t`${format.number(job.state?.progress.done ?? 0)} of ${format.number(job.state?.progress.total ?? total)} done. You can close this; the work goes on.`}
            </Text>
            <Progress
              value={job.state?.progress.total ? (100 * job.state.progress.done) / job.state.progress.total : 0}
              aria-label={t`Progress`}
              animated
            />
          </div>
        )}
        {error && (
          <Text size="sm" c="red.8" role="alert">
            {error}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          {job ? (
            <>
              <Button variant="default" onClick={() => void cancelJob(job.id).catch(() => undefined)}>{t`Stop`}</Button>
              <Button onClick={onClose}>{t`Close`}</Button>
            </>
          ) : (
            <>
              <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
              <Button
                color={action === 'delete' ? 'red' : undefined}
                loading={busy || preview.isFetching}
                disabled={!ready || total === 0}
                onClick={() => void apply(selected, { ...wanted, partial: true }, total)}
              >
                {words[action]}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

interface SettingProps {
  setting: Setting
  /** The dialog opens at it. */
  isFirst: boolean
  fields: Field[]
  taken: string[]
  error: string | undefined
  onChange: (next: Partial<Setting>) => void
  onRemove?: () => void
}

function SettingRow({ setting, isFirst, fields, taken, error, onChange, onRemove }: SettingProps) {
  const { t } = useLingui()
  const format = useFormat()
  const field = fields.find((one) => one.name === setting.field)
  if (!field) return null
  const mayBeEmpty = !field.required && field.type !== 'boolean'
  return (
    <div className={classes.rule} role="group" aria-label={field.label}>
      {fields.length > 1 ? (
        <Select
          aria-label={t`Field`}
          data-autofocus={isFirst || undefined}
          data={fields
            .filter((one) => one.name === setting.field || !taken.includes(one.name))
            .map(({ name, label }) => ({ value: name, label }))}
          value={setting.field}
          onChange={(name) => name && onChange({ field: name, value: null, clear: false })}
          searchable
          allowDeselect={false}
        />
      ) : (
        <Text size="sm" pt={7}>
          {field.label}
        </Text>
      )}
      <Stack gap={4}>
        {setting.clear ? (
          <Text size="sm" pt={7} c="dimmed">{t`Will be emptied`}</Text>
        ) : (
          <FieldInput
            key={field.name}
            field={{ ...field, required: false, help: '' }}
            withLabel={false}
            value={setting.value}
            format={format}
            error={error}
            autoFocus={isFirst && fields.length === 1}
            onChange={(value) => onChange({ value })}
          />
        )}
        {mayBeEmpty && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => onChange({ clear: !setting.clear, value: null })}
          >
            {setting.clear ? t`Set a value instead` : t`Empty this field`}
          </Button>
        )}
      </Stack>
      {onRemove ? (
        <ActionIcon variant="subtle" color="gray" aria-label={t`Leave ${field.label} as it is`} onClick={onRemove}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      ) : (
        <span />
      )}
    </div>
  )
}
