import { useLingui } from '@lingui/react/macro'
import { MultiSelect, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { AskedDeletion } from './asked-deletion'
import { NameField } from './name-field'
import { changedFrom, fieldError, formError, settingsQuery, type Team, useSettingsWrite } from './settings-api'
import { forbiddenParents } from './team-tree'

interface Props {
  team: Team | null
  below: string | null
  teams: Team[]
  onClose: () => void
}

const FIELDS = ['name', 'parent', 'manager', 'members']

/** A team: where it stands, who leads it, who is in it. */
export function TeamDialog({ team, below, teams, onClose }: Props) {
  const { t } = useLingui()
  const users = useQuery(settingsQuery('users'))
  const write = useSettingsWrite({ quiet: true })
  const [name, setName] = useState(team?.name ?? '')
  const [parent, setParent] = useState(team?.parent?.id ?? below)
  const [manager, setManager] = useState(team?.manager?.id ?? null)
  const [members, setMembers] = useState((team?.members ?? []).map((member) => member.id))
  const people = (users.data ?? [])
    .filter((user) => user.active || members.includes(user.id) || manager === user.id)
    .map((user) => ({ value: user.id, label: user.name }))
  const forbidden = forbiddenParents(teams, team?.id)
  const body = { name: name.trim(), parent, manager, members }
  const before = {
    name: team?.name,
    parent: team?.parent?.id ?? null,
    manager: team?.manager?.id ?? null,
    members: team?.members.map((member) => member.id),
  }
  return (
    <FormDialog
      title={team ? t`Edit ${team.name}` : t`New team`}
      submitLabel={team ? t`Save` : t`Create`}
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
      onClose={onClose}
      onSubmit={() =>
        write.mutate(
          team
            ? { method: 'PATCH', path: `/teams/${team.id}/`, body: changedFrom(before, body) }
            : { method: 'POST', path: '/teams/', body },
          { onSuccess: onClose },
        )
      }
    >
      <NameField value={name} failure={write.error} onChange={setName} />
      <Select
        label={t`Team above`}
        data={teams.filter((one) => !forbidden.has(one.id)).map((one) => ({ value: one.id, label: one.name }))}
        value={parent}
        clearable
        clearButtonProps={{ 'aria-label': t`Clear` }}
        searchable
        error={fieldError(write.error, 'parent')}
        onChange={setParent}
      />
      <Select
        label={t`Manager`}
        data={people}
        value={manager}
        clearable
        clearButtonProps={{ 'aria-label': t`Clear` }}
        searchable
        error={fieldError(write.error, 'manager')}
        onChange={setManager}
      />
      <MultiSelect
        label={t`Members`}
        data={people}
        value={members}
        searchable
        error={fieldError(write.error, 'members')}
        onChange={setMembers}
      />
      {team && (
        <AskedDeletion
          label={t`Delete the team`}
          confirmLabel={t`Yes, delete the team`}
          told={t`Its members no longer see each other's records by it, and what was shared with it is shared no longer.`}
          busy={write.isPending}
          onDelete={() => write.mutate({ method: 'DELETE', path: `/teams/${team.id}/` }, { onSuccess: onClose })}
        />
      )}
    </FormDialog>
  )
}
