import { useLingui } from '@lingui/react/macro'
import { Group, MultiSelect, Select, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { wayUp } from '@/shared/api/form-problem'
import { FormDialog } from '@/shared/ui/form-dialog'
import { ICON_NAMES, ObjectIcon } from '@/shared/ui/object-icon'
import { type CustomObject, changedFrom, fieldError, formError, useSettingsWrite } from './settings-api'

interface Props {
  object: CustomObject | null
  onClose: () => void
}

const FIELDS = ['label', 'label_plural', 'title_label', 'icon', 'description', 'default_columns', 'activities']

export function ObjectDialog({ object, onClose }: Props) {
  const { t } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const described = useCatalogue().find((one) => one.name === object?.name)
  const [label, setLabel] = useState(object?.label ?? '')
  const [plural, setPlural] = useState(object?.label_plural ?? '')
  const [titleLabel, setTitleLabel] = useState(object?.title_label ?? '')
  const [description, setDescription] = useState(object?.description ?? '')
  const [icon, setIcon] = useState(object?.icon || 'box')
  const [navigation, setNavigation] = useState(object?.navigation ?? true)
  const [activities, setActivities] = useState(object?.activities ?? true)
  const [columns, setColumns] = useState(object?.default_columns ?? [])
  const body = {
    label: label.trim(),
    label_plural: plural.trim(),
    title_label: titleLabel.trim(),
    description: description.trim(),
    icon,
    navigation,
    activities,
    ...(object ? { default_columns: columns } : {}),
  }
  return (
    <FormDialog
      title={object ? t`Edit ${object.label}` : t`New object`}
      submitLabel={object ? t`Save` : t`Create`}
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
      wayUp={wayUp(write.error)}
      onClose={onClose}
      onSubmit={() =>
        write.mutate(
          object
            ? { method: 'PATCH', path: `/custom-objects/${object.id}/`, body: changedFrom(object, body) }
            : { method: 'POST', path: '/custom-objects/', body },
          { onSuccess: onClose },
        )
      }
    >
      <Group grow align="flex-start">
        <TextInput
          label={t`One of them`}
          placeholder={t`Project`}
          value={label}
          required
          withAsterisk={false}
          data-autofocus
          error={fieldError(write.error, 'label')}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <TextInput
          label={t`Many of them`}
          placeholder={t`Projects`}
          value={plural}
          required
          withAsterisk={false}
          error={fieldError(write.error, 'label_plural')}
          onChange={(event) => setPlural(event.currentTarget.value)}
        />
      </Group>
      <TextInput
        label={t`What it is for`}
        value={description}
        error={fieldError(write.error, 'description')}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t`Name of its title field`}
          placeholder={t`Name`}
          value={titleLabel}
          error={fieldError(write.error, 'title_label')}
          onChange={(event) => setTitleLabel(event.currentTarget.value)}
        />
        <Select
          label={t`Icon`}
          data={ICON_NAMES}
          value={icon}
          allowDeselect={false}
          leftSection={<ObjectIcon object={{ name: '', icon }} />}
          error={fieldError(write.error, 'icon')}
          onChange={(next) => setIcon(next ?? 'box')}
        />
      </Group>
      {described && (
        <MultiSelect
          label={t`Columns of its list`}
          description={t`Until someone chooses others. Without any: name, owner and age.`}
          data={described.fields
            .filter((field) => !['id', 'version', 'deleted_at'].includes(field.name))
            .map((field) => ({ value: field.name, label: field.label }))}
          value={columns}
          searchable
          error={fieldError(write.error, 'default_columns')}
          onChange={setColumns}
        />
      )}
      <Switch
        label={t`In the main menu`}
        checked={navigation}
        onChange={(event) => setNavigation(event.currentTarget.checked)}
      />
      <Switch
        label={t`Activities`}
        description={t`Calls, meetings, tasks and notes can be about these. Turning it off loses nothing.`}
        checked={activities}
        error={fieldError(write.error, 'activities')}
        onChange={(event) => setActivities(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}
