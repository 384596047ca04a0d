import { useLingui } from '@lingui/react/macro'
import { Button, Group, NativeSelect, Skeleton, Table } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { get } from '@/shared/api/http'
import type { Page } from '@/shared/api/types'
import { changeText } from '@/shared/fields/change-text'
import { type Format, useFormat } from '@/shared/lib/format'
import { fieldByName } from '@/shared/lib/record-value'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './settings.module.css'
import type { AuditEntry } from './settings-api'
import { SettingsSection } from './settings-section'

function useActionLabels() {
  const { t } = useLingui()
  const labels: Record<string, string> = {
    create: t`created`,
    update: t`changed`,
    delete: t`deleted`,
    restore: t`restored`,
    purge: t`deleted for ever`,
    sign_in: t`signed in`,
    sign_out: t`signed out`,
    sign_in_failed: t`failed to sign in`,
    export: t`exported`,
    import: t`imported`,
  }
  return (action: string) => labels[action] ?? action.replaceAll(/[._]/g, ' ')
}

/** Who did what, the newest first. */
export function AuditSettings() {
  const { t } = useLingui()
  const format = useFormat()
  const objects = useCatalogue()
  const [object, setObject] = useState('')
  const query = useInfiniteQuery({
    queryKey: ['audit', object],
    queryFn: ({ pageParam, signal }) => get<Page<AuditEntry>>('/audit/', { object, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const entries = query.data?.pages.flatMap((page) => page.results) ?? []
  return (
    <SettingsSection
      title={t`Audit trail`}
      help={t`Every change, by whom and from where. It can be read, not changed.`}
      action={
        <NativeSelect
          aria-label={t`Object`}
          data={[
            { value: '', label: t`Everything` },
            ...objects.map(({ name, label_plural }) => ({ value: name, label: label_plural })),
          ]}
          value={object}
          onChange={(event) => setObject(event.currentTarget.value)}
        />
      }
    >
      {query.isPending && <Skeleton height={240} radius="md" />}
      {query.isError && entries.length === 0 && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && entries.length === 0 && <StateMessage title={t`Nothing has been recorded yet`} />}
      {entries.length > 0 && (
        <div className={classes.tableWrap}>
          <Table verticalSpacing={8}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t`When`}</Table.Th>
                <Table.Th>{t`Who`}</Table.Th>
                <Table.Th>{t`What`}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} format={format} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t`Load more`}
          </Button>
        </Group>
      )}
    </SettingsSection>
  )
}

function Entry({ entry, format }: { entry: AuditEntry; format: Format }) {
  const { t } = useLingui()
  const actionLabel = useActionLabels()
  const object = useCatalogue().find((one) => one.name === entry.object)
  const name = entry.record_name || object?.label || ''
  return (
    <Table.Tr className={classes.entry}>
      <Table.Td>
        <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
      </Table.Td>
      <Table.Td>
        {entry.actor?.name ?? t`Freehold`}
        {entry.source && <span className={classes.secondary}>{entry.source}</span>}
      </Table.Td>
      <Table.Td>
        {actionLabel(entry.action)}{' '}
        {object && entry.record_id ? (
          <Link to="/$object/$id" params={{ object: object.name, id: entry.record_id }}>
            <strong>{name}</strong>
          </Link>
        ) : (
          <strong>{name}</strong>
        )}
        {(entry.changes ?? []).length > 0 && (
          <ul className={classes.changes}>
            {(entry.changes ?? []).slice(0, 6).map((change) => {
              const field = object && fieldByName(object.fields, change.field)
              return (
                <li key={change.field}>
                  {change.label}: {entry.action !== 'create' && `${changeText(change.from, field, format)} → `}
                  {changeText(change.to, field, format)}
                </li>
              )
            })}
          </ul>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
