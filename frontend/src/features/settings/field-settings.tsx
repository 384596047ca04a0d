import { useLingui } from '@lingui/react/macro'
import { Button, Group, NativeSelect, Switch } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { onUse } from '@/shared/on-use/on-use'
import { FieldTable } from './field-table'
import { Loaded } from './loaded'
import { type CustomField, settingsQuery } from './settings-api'
import { SettingsSection } from './settings-section'

const FieldDialog = onUse(() => import('./field-dialog').then((m) => m.FieldDialog))
const FieldTypeDialog = onUse(() => import('./field-type-dialog').then((m) => m.FieldTypeDialog))

/** How often the list asks again while an index is being built. */
const POLL = 4000

export function FieldSettings() {
  const { t } = useLingui()
  const objects = useCatalogue()
  const query = useQuery({
    ...settingsQuery('fields'),
    refetchInterval: ({ state }) => (state.data?.some((field) => field.index.state === 'waiting') ? POLL : false),
  })
  const [object, setObject] = useState(objects[0]?.name ?? '')
  const [withRetired, setWithRetired] = useState(true)
  const [editing, setEditing] = useState<CustomField | 'new' | null>(null)
  const [changing, setChanging] = useState<CustomField | null>(null)
  return (
    <SettingsSection
      title={t`Fields`}
      help={t`Fields of your own on every object, computed ones too. They work like built-in ones: in lists, filters, imports and the API. An index is built for each, so that filters and sorting stay fast.`}
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
        <Switch
          label={t`Show retired fields`}
          checked={withRetired}
          onChange={(event) => setWithRetired(event.currentTarget.checked)}
        />
      </Group>
      <Loaded query={query}>
        {(fields) => (
          <FieldTable
            fields={fields.filter((field) => field.object === object && (withRetired || field.retired_at === null))}
            onEdit={setEditing}
            onChangeType={setChanging}
          />
        )}
      </Loaded>
      {editing && (
        <FieldDialog field={editing === 'new' ? null : editing} object={object} onClose={() => setEditing(null)} />
      )}
      {changing && <FieldTypeDialog field={changing} onClose={() => setChanging(null)} />}
    </SettingsSection>
  )
}
