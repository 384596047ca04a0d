import { useLingui } from '@lingui/react/macro'
import { Modal, Skeleton, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import { useFormat } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { LimitedFields, RecordCount } from './effect-parts'
import { Scrolling } from './scrolling'
import classes from './settings.module.css'
import type { User } from './settings-api'
import { useRightLabels } from './use-right-labels'
import { useScopeWords } from './use-scope-words'

type Access = components['schemas']['UserAccess']
type OnObject = components['schemas']['UserAccessToObject']

/** What one user sees of each object, and by which role. */
export function UserAccessDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useLingui()
  const query = useQuery({
    queryKey: ['settings', 'access', user.id],
    queryFn: ({ signal }) => get<Access>(`/users/${user.id}/access/`, undefined, signal),
  })
  return (
    <Modal opened onClose={onClose} title={t`What ${user.name} can see`} size="xl">
      {query.isPending && <Skeleton height={220} radius="md" />}
      {query.isError && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.data && (
        <>
          <Summary access={query.data} />
          <AccessTable objects={query.data.objects} />
        </>
      )}
    </Modal>
  )
}

function Summary({ access }: { access: Access }) {
  const { t } = useLingui()
  const labels = Object.fromEntries(useRightLabels())
  const list = (names: (string | null)[]) => names.join(', ') || t`None`
  const rows: [string, string][] = [
    [t`Roles`, list(access.roles.map((role) => role.name))],
    [t`Teams`, list(access.teams.map((team) => team.name))],
    [t`Leads the teams`, list(access.managed_teams.map((team) => team.name))],
    [t`Further rights`, list(access.rights.map((right) => labels[right] ?? right))],
  ]
  return (
    <>
      {!access.active && <Text size="sm" c="red" mb="sm">{t`Deactivated: they cannot sign in and see nothing.`}</Text>}
      <dl className={classes.facts}>
        {rows.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function AccessTable({ objects }: { objects: OnObject[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useScopeWords()
  const by = (grants: OnObject['via']['read']) => grants.map((one) => one.role.name).join(', ')
  return (
    <Scrolling label={t`Access to each object`}>
      <Table verticalSpacing={6} aria-label={t`Access to each object`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Object`}</Table.Th>
            <Table.Th>{t`Sees now`}</Table.Th>
            <Table.Th>{t`Create`}</Table.Th>
            <Table.Th>{t`Read`}</Table.Th>
            <Table.Th>{t`Change`}</Table.Th>
            <Table.Th>{t`Delete`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {objects.map((one) => (
            <Table.Tr key={one.object}>
              <Table.Td>
                <strong>{one.label}</strong>
                <LimitedFields effect={one} />
              </Table.Td>
              <Table.Td>
                <RecordCount effect={one} />
                {one.shared ? (
                  <span className={classes.secondary}>{t`${format.number(one.shared)} by sharing`}</span>
                ) : null}
              </Table.Td>
              <Table.Td>{one.create ? t`Yes` : t`No`}</Table.Td>
              {(['read', 'update', 'delete'] as const).map((verb) => (
                <Table.Td key={verb}>
                  {words[one[verb]]}
                  <span className={classes.secondary}>{by(one.via[verb])}</span>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolling>
  )
}
