import { useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Group, SimpleGrid, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { FormDialog } from './form-dialog'
import { GrantMatrix } from './grant-matrix'
import classes from './settings.module.css'
import { fieldError, formError, type Role, useSettingsWrite } from './settings-api'

function useRightLabels(): [string, string][] {
  const { t } = useLingui()
  return [
    ['settings', t`Manage settings, users, roles and teams`],
    ['import', t`Import files`],
    ['export', t`Export lists`],
    ['bulk', t`Change many records at once`],
    ['audit', t`Read the audit trail`],
    ['api_keys', t`Create API keys for oneself`],
    ['purge', t`Delete for ever`],
  ]
}

export function RoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const { t } = useLingui()
  const catalogue = useCatalogue()
  const rightLabels = useRightLabels()
  const write = useSettingsWrite({ quiet: true })
  const [name, setName] = useState(role?.name ?? '')
  const [description, setDescription] = useState(role?.description ?? '')
  const [isAdmin, setIsAdmin] = useState(role?.is_admin ?? false)
  const [grants, setGrants] = useState(role?.grants ?? {})
  const [rights, setRights] = useState(role?.rights ?? [])
  const body = { name: name.trim(), description: description.trim(), is_admin: isAdmin, grants, rights }
  return (
    <FormDialog
      title={role ? t`Edit ${role.name}` : t`New role`}
      submitLabel={role ? t`Save` : t`Create`}
      size="xl"
      busy={write.isPending}
      error={formError(write.error, ['name', 'description'])}
      onClose={onClose}
      onSubmit={() =>
        write.mutate(
          role ? { method: 'PATCH', path: `/roles/${role.id}/`, body } : { method: 'POST', path: '/roles/', body },
          { onSuccess: onClose },
        )
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={t`Name`}
          value={name}
          required
          withAsterisk={false}
          data-autofocus
          error={fieldError(write.error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t`Description`}
          value={description}
          error={fieldError(write.error, 'description')}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
      </SimpleGrid>
      <Switch
        label={t`Administrator`}
        description={t`May do everything, today and with every later feature.`}
        checked={isAdmin}
        onChange={(event) => setIsAdmin(event.currentTarget.checked)}
      />
      {!isAdmin && (
        <>
          <GrantMatrix objects={catalogue} grants={grants} onChange={setGrants} />
          <Checkbox.Group label={t`Further rights`} value={rights} onChange={setRights}>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing={8} mt={8}>
              {rightLabels.map(([right, label]) => (
                <Checkbox key={right} value={right} label={label} size="sm" />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
        </>
      )}
      {role && (
        <Group>
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            className={classes.muted}
            onClick={() => write.mutate({ method: 'DELETE', path: `/roles/${role.id}/` }, { onSuccess: onClose })}
          >{t`Delete the role`}</Button>
        </Group>
      )}
    </FormDialog>
  )
}
