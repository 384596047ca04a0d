import { useLingui } from '@lingui/react/macro'
import { Group, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { onUse } from '@/shared/on-use/on-use'
import { LayoutEditor } from './layout-editor'
import { Loaded } from './loaded'
import { settingsQuery } from './settings-api'
import { SettingsSection } from './settings-section'
import { holdsUnsaved } from './unsaved'

const LeaveDialog = onUse(() => import('@/shared/ui/leave-dialog').then((m) => m.LeaveDialog))

export function LayoutSettings() {
  const { t } = useLingui()
  const objects = useCatalogue()
  const layouts = useQuery(settingsQuery('layouts'))
  const roles = useQuery(settingsQuery('roles'))
  const [name, setName] = useState(objects[0]?.name ?? '')
  const [role, setRole] = useState('')
  const [asking, setAsking] = useState<(() => void) | null>(null)
  /** Does it, after asking where that would lose what was moved. */
  const afterAsking = (change: () => void) => (holdsUnsaved() ? setAsking(() => change) : change())
  const object = objects.find((one) => one.name === name)
  return (
    <SettingsSection
      title={t`Layouts`}
      help={t`Sections and order of the fields on record pages and in forms, for everyone or for one role. Nobody sees more by a layout: hidden fields stay hidden. Who has several roles meets the layout of the first of them, by name, that has one.`}
    >
      <Group mb="md" grow>
        <NativeSelect
          label={t`Object`}
          data={objects.map((one) => ({ value: one.name, label: one.label_plural }))}
          value={name}
          onChange={({ currentTarget: { value } }) => afterAsking(() => setName(value))}
        />
        <NativeSelect
          label={t`For`}
          data={[
            { value: '', label: t`Everyone` },
            ...(roles.data ?? []).map((one) => ({ value: one.id, label: t`Role: ${one.name}` })),
          ]}
          value={role}
          onChange={({ currentTarget: { value } }) => afterAsking(() => setRole(value))}
        />
      </Group>
      <Loaded query={layouts}>
        {(all) => {
          const held = all.find((one) => one.object === name && (one.role?.id ?? '') === role)
          return object ? (
            <LayoutEditor key={`${name} ${role}`} object={object} role={role || null} layout={held ?? null} />
          ) : null
        }}
      </Loaded>
      {asking && (
        <LeaveDialog
          onStay={() => setAsking(null)}
          onLeave={() => {
            asking()
            setAsking(null)
          }}
        />
      )}
    </SettingsSection>
  )
}
