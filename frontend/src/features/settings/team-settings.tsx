import { useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { onUse } from '@/shared/on-use/on-use'
import { StateMessage } from '@/shared/ui/state-message'
import { Changing } from './changing'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { settingsQuery, type Team } from './settings-api'
import { SettingsSection } from './settings-section'

const TeamDialog = onUse(() => import('./team-dialog').then((m) => m.TeamDialog))

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
            <Changing>
              <Group gap={4} wrap="nowrap">
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
              </Group>
            </Changing>
          </div>
          <Branch teams={teams} parent={team.id} onEdit={onEdit} />
        </li>
      ))}
    </ul>
  )
}
