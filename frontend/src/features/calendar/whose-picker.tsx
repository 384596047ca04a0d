import { useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '@/shared/api/me'
import { peopleQuery } from './calendar-api'

const MINE = 'mine'

interface Props {
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** One's own calendar, a team's, a colleague's. What one may see of it the server decides. */
export function WhosePicker({ value, onChange }: Props) {
  const { t } = useLingui()
  const me = useMe()
  const people = useQuery(peopleQuery)
  const others = (people.data ?? []).filter((user) => user.id !== me.user.id)
  const teams = me.teams.map((team) => ({ value: `team:${team.id}`, label: team.name ?? '' }))
  return (
    <Select
      aria-label={t`Whose calendar`}
      w={190}
      searchable
      limit={60}
      allowDeselect={false}
      nothingFoundMessage={t`Nothing found.`}
      data={[
        { value: MINE, label: t`My calendar` },
        ...(teams.length > 0 ? [{ group: t`Teams`, items: teams }] : []),
        ...(others.length > 0
          ? [{ group: t`People`, items: others.map((user) => ({ value: user.id, label: user.name || user.email })) }]
          : []),
      ]}
      value={value ?? MINE}
      onChange={(next) => onChange(next === MINE ? undefined : (next ?? undefined))}
    />
  )
}
