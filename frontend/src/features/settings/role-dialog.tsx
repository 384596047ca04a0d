import { useLingui } from '@lingui/react/macro'
import { Checkbox, SimpleGrid, Switch, Tabs, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { FormDialog } from '@/shared/ui/form-dialog'
import { AskedDeletion } from './asked-deletion'
import { FieldLevels } from './field-levels'
import { GrantMatrix } from './grant-matrix'
import { NameField } from './name-field'
import { RolePreview } from './role-preview'
import { fieldError, formError, type Role, useSettingsWrite } from './settings-api'
import { useRightLabels } from './use-right-labels'

const DRAFT_FIELDS = ['name', 'description']

/** What a role allows; what that means for somebody can be seen before it is saved. */
export function RoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const { t } = useLingui()
  const catalogue = useCatalogue()
  const rightLabels = useRightLabels()
  const write = useSettingsWrite({ quiet: true })
  const [name, setName] = useState(role?.name ?? '')
  const [description, setDescription] = useState(role?.description ?? '')
  const [isAdmin, setIsAdmin] = useState(role?.is_admin ?? false)
  const [grants, setGrants] = useState(role?.grants ?? {})
  const [fields, setFields] = useState(role?.fields ?? {})
  const [rights, setRights] = useState(role?.rights ?? [])
  const [tab, setTab] = useState<string | null>('objects')
  const body = { name: name.trim(), description: description.trim(), is_admin: isAdmin, grants, fields, rights }
  return (
    <FormDialog
      title={role ? t`Edit ${role.name}` : t`New role`}
      submitLabel={role ? t`Save` : t`Create`}
      size="xl"
      busy={write.isPending}
      error={formError(write.error, DRAFT_FIELDS)}
      onClose={onClose}
      onSubmit={() =>
        write.mutate(
          role
            ? { method: 'PATCH', path: `/roles/${role.id}/`, body, version: role.version }
            : { method: 'POST', path: '/roles/', body },
          { onSuccess: onClose },
        )
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <NameField value={name} failure={write.error} onChange={setName} />
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
        onChange={(event) => {
          setIsAdmin(event.currentTarget.checked)
          setTab(event.currentTarget.checked ? 'effect' : 'objects')
        }}
      />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="sm">
          {!isAdmin && <Tabs.Tab value="objects">{t`Objects`}</Tabs.Tab>}
          {!isAdmin && <Tabs.Tab value="fields">{t`Fields`}</Tabs.Tab>}
          {!isAdmin && <Tabs.Tab value="rights">{t`Rights`}</Tabs.Tab>}
          <Tabs.Tab value="effect">{t`See the effect`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="objects">
          <GrantMatrix objects={catalogue} grants={grants} onChange={setGrants} />
        </Tabs.Panel>
        <Tabs.Panel value="fields">
          <FieldLevels fields={fields} onChange={setFields} />
        </Tabs.Panel>
        <Tabs.Panel value="rights">
          <Checkbox.Group label={t`Further rights`} value={rights} onChange={setRights}>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing={8} mt={8}>
              {rightLabels.map(([right, label]) => (
                <Checkbox key={right} value={right} label={label} size="sm" />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
        </Tabs.Panel>
        <Tabs.Panel value="effect">
          <RolePreview role={role} draft={body} />
        </Tabs.Panel>
      </Tabs>
      {role && (
        <AskedDeletion
          label={t`Delete the role`}
          confirmLabel={t`Yes, delete the role`}
          told={role.holders > 0 ? t`Its holders lose what only this role allows them.` : t`Nobody holds it.`}
          busy={write.isPending}
          onDelete={() => write.mutate({ method: 'DELETE', path: `/roles/${role.id}/` }, { onSuccess: onClose })}
        />
      )}
    </FormDialog>
  )
}
