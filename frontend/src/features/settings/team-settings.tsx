import { useLingui } from '@lingui/react/macro'
import { Button, Group, MultiSelect, Select, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { StateMessage } from '@/shared/ui/state-message'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { fieldError, formError, settingsQuery, type Team, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'
import { forbiddenParents } from './team-tree'

/** A team to change, or a new one below another (or none). */
type Editing = { team: Team | null; below: string | null }

export function TeamSettings() {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('teams'))
  const [editing, setEditing] = useState<Editing | null>(null)
  return (
    <SettingsSection
      title={t`Teams`}
      help={t`Teams stand below one another. Roles may open the records of one's own team, or of all teams below it.`}
      action={
        <Button
          leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
          onClick={() => setEditing({ team: null, below: null })}
        >
          {t`New team`}
        </Button>
      }
    >
      <Loaded query={query}>
        {(teams) =>
          teams.length === 0 ? (
            <StateMessage
              title={t`No teams yet`}
            >{t`Make one for each group of people that works together.`}</StateMessage>
          ) : (
            <>
              <Branch teams={teams} parent={null} onEdit={setEditing} />
              {editing && <TeamDialog {...editing} teams={teams} onClose={() => setEditing(null)} />}
            </>
          )
        }
      </Loaded>
      {query.data?.length === 0 && editing && <TeamDialog {...editing} teams={[]} onClose={() => setEditing(null)} />}
    </SettingsSection>
  )
}

function Branch({
  teams,
  parent,
  onEdit,
}: {
  teams: Team[]
  parent: string | null
  onEdit: (editing: Editing) => void
}) {
  const { t } = useLingui()
  const known = new Set(teams.map((team) => team.id))
  const here = teams.filter((team) => {
    const above = team.parent?.id ?? null
    return parent === null ? above === null || !known.has(above) : above === parent
  })
  if (here.length === 0) return null
  return (
    <ul className={classes.tree}>
      {here.map((team) => (
        <li key={team.id}>
          <div className={classes.team}>
            <span className={classes.teamName}>
              <strong>{team.name}</strong>
              <span className={classes.secondary}>
                {[
                  team.manager?.name && t`Led by ${team.manager.name}`,
                  team.members.length === 1 ? t`1 member` : t`${team.members.length} members`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              {team.members.length > 0 && (
                <span className={classes.members}>{team.members.map((member) => member.name).join(', ')}</span>
              )}
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              aria-label={t`New team below ${team.name}`}
              onClick={() => onEdit({ team: null, below: team.id })}
            >{t`Add below`}</Button>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t`Edit ${team.name}`}
              onClick={() => onEdit({ team, below: null })}
            >
              {t`Edit`}
            </Button>
          </div>
          <Branch teams={teams} parent={team.id} onEdit={onEdit} />
        </li>
      ))}
    </ul>
  )
}

interface DialogProps {
  team: Team | null
  below: string | null
  teams: Team[]
  onClose: () => void
}

const FIELDS = ['name', 'parent', 'manager', 'members']

function TeamDialog({ team, below, teams, onClose }: DialogProps) {
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
  return (
    <FormDialog
      title={team ? t`Edit ${team.name}` : t`New team`}
      submitLabel={team ? t`Save` : t`Create`}
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
      onClose={onClose}
      onSubmit={() =>
        write.mutate(
          team ? { method: 'PATCH', path: `/teams/${team.id}/`, body } : { method: 'POST', path: '/teams/', body },
          { onSuccess: onClose },
        )
      }
    >
      <TextInput
        label={t`Name`}
        value={name}
        required
        withAsterisk={false}
        data-autofocus
        error={fieldError(write.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
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
        <Group>
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            onClick={() => write.mutate({ method: 'DELETE', path: `/teams/${team.id}/` }, { onSuccess: onClose })}
          >{t`Delete the team`}</Button>
        </Group>
      )}
    </FormDialog>
  )
}
