import { useLingui } from '@lingui/react/macro'
import { Select, Skeleton, Switch, Table, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import { useDebounced } from '@/shared/lib/use-debounced'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { LimitedFields, RecordCount } from './effect-parts'
import { Scrolling } from './scrolling'
import classes from './settings.module.css'
import { type Role, settingsQuery } from './settings-api'
import { useScopeWords } from './use-scope-words'

type Preview = components['schemas']['RolePreview']
type Compared = Preview['objects'][number]

interface Props {
  role: Role | null
  draft: Omit<Role, 'id' | 'holders' | 'version'>
}

/** What somebody sees now, and would see if the role were saved as it stands in the form. */
export function RolePreview({ role, draft }: Props) {
  const { t } = useLingui()
  const users = useQuery(settingsQuery('users'))
  const active = (users.data ?? []).filter((user) => user.active)
  const holder = active.find((user) => role && user.roles?.some((held) => held.id === role.id))
  const [chosen, setChosen] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const user = chosen ?? holder?.id ?? null
  const body = useDebounced(JSON.stringify({ user, role: role?.id, draft: { ...draft, name: draft.name || '–' } }), 250)
  const query = useQuery({
    queryKey: ['settings', 'preview', body],
    queryFn: async ({ signal }) =>
      (await request<Preview>('POST', '/roles/preview/', { body: JSON.parse(body), signal })).data,
    enabled: JSON.parse(body).user !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const changed = query.data?.objects.filter(differs) ?? []
  const shown = all ? (query.data?.objects ?? []) : changed
  return (
    <>
      <Select
        label={t`What would they see?`}
        description={t`Nothing is saved by looking.`}
        placeholder={t`Choose a person`}
        data={active.map((one) => ({ value: one.id, label: one.name }))}
        value={user}
        searchable
        mb="sm"
        onChange={setChosen}
      />
      {user !== null && query.isPending && <Skeleton height={140} radius="md" />}
      {query.isError && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.data && !query.isError && (
        <div aria-live="polite">
          <Text size="sm" mb="xs">
            {query.data.holds
              ? t`${query.data.user.name ?? ''} holds this role: this is what saving it changes.`
              : t`${query.data.user.name ?? ''} does not hold this role: this is what they would see with it.`}
          </Text>
          <Switch
            size="xs"
            mb="xs"
            label={t`Also what stays the same`}
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
          {shown.length > 0 ? (
            <ComparedTable objects={shown} />
          ) : (
            <Text size="sm" c="dimmed">{t`Nothing changes for them.`}</Text>
          )}
        </div>
      )}
    </>
  )
}

const differs = ({ now, then }: Compared) => JSON.stringify(now) !== JSON.stringify(then)

function ComparedTable({ objects }: { objects: Compared[] }) {
  const { t } = useLingui()
  return (
    <Scrolling label={t`Now and if saved`}>
      <Table verticalSpacing={6} aria-label={t`Now and if saved`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Object`}</Table.Th>
            <Table.Th>{t`Now`}</Table.Th>
            <Table.Th>{t`If saved`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {objects.map((one) => (
            <Table.Tr key={one.object} data-changed={differs(one) || undefined}>
              <Table.Td fw={500}>{one.label}</Table.Td>
              <Table.Td>
                <EffectText effect={one.now} />
              </Table.Td>
              <Table.Td>
                <EffectText effect={one.then} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolling>
  )
}

function EffectText({ effect }: { effect: Compared['now'] }) {
  const { t } = useLingui()
  const words = useScopeWords()
  const verbs = [
    t`read: ${words[effect.read]}`,
    t`change: ${words[effect.update]}`,
    t`delete: ${words[effect.delete]}`,
    effect.create ? t`creates` : t`does not create`,
  ]
  return (
    <>
      {t`Sees`} <RecordCount effect={effect} />
      <span className={classes.secondary}>{verbs.join(' · ')}</span>
      <LimitedFields effect={effect} />
    </>
  )
}
