import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reference } from '@/shared/api/types'
import { ReferencePicker } from '@/shared/fields/reference-picker'
import type { Format } from '@/shared/lib/format'
import { Monogram } from '@/shared/ui/monogram'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './access.module.css'
import { explanationQuery, type Viewer, viewersQuery } from './access-api'
import { useReasonWording } from './use-reason-wording'

interface Props {
  object: string
  id: string
  format: Format
}

const VERBS = ['read', 'update', 'delete'] as const
type Verbs = Viewer['verbs']

/** Everybody who sees the record, and why: for its owner, and for those who manage settings. */
export function Viewers({ object, id, format }: Props) {
  const { t } = useLingui()
  const query = useInfiniteQuery(viewersQuery(object, id))
  if (query.isPending) return <Skeleton height={160} radius="md" />
  if (query.isError) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  const found = query.data.pages
    .flatMap((page) => page.results)
    .sort(
      (a, b) =>
        Number(b.is_owner) - Number(a.is_owner) || (a.user.name ?? '').localeCompare(b.user.name ?? '', format.locale),
    )
  return (
    <>
      <AskAbout object={object} id={id} format={format} />
      <ul className={classes.list} aria-label={t`Who can see this`}>
        {found.map((viewer) => (
          <li key={viewer.user.id} className={classes.entry}>
            <Reasons user={viewer.user} isOwner={viewer.is_owner} verbs={viewer.verbs} format={format} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="compact-md"
          loading={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >{t`Look at more people`}</Button>
      )}
    </>
  )
}

function AskAbout({ object, id, format }: Props) {
  const { t } = useLingui()
  const [person, setPerson] = useState<Reference | null>(null)
  return (
    <div className={classes.ask}>
      <ReferencePicker target="users" label={t`Ask about a person`} value={person} onChange={setPerson} />
      {person && (
        <div className={classes.answer}>
          <Why object={object} id={id} format={format} user={person.id} />
        </div>
      )}
    </div>
  )
}

/** About one person: `user`, or without one oneself. */
export function Why({ object, id, format, user }: Props & { user: string | undefined }) {
  const { t } = useLingui()
  const query = useQuery(explanationQuery(object, id, user))
  if (query.isPending) return <Skeleton height={70} radius="md" />
  if (query.data === undefined) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  return (
    <>
      {user === undefined && (
        <Text size="sm" c="dimmed" mb="sm">
          {t`Who else sees it, its owner and the administrators can look up. This is why you see it:`}
        </Text>
      )}
      <div role="status">
        <Reasons user={query.data.user} isOwner={false} verbs={query.data.verbs} format={format} />
      </div>
    </>
  )
}

interface ReasonsProps {
  user: Reference
  isOwner: boolean
  verbs: Verbs
  format: Format
}

function Reasons({ user, isOwner, verbs, format }: ReasonsProps) {
  const { t } = useLingui()
  const name = user.name ?? ''
  const wordingOf = useReasonWording(format)
  const can = { read: t`Can see it`, update: t`Can change it`, delete: t`Can delete it` }
  const cannot = { read: t`Cannot see it`, update: t`Cannot change it`, delete: t`Cannot delete it` }
  const asked = verbs.read.allowed ? VERBS : (['read'] as const)
  return (
    <div className={classes.line}>
      <Monogram name={name} size="md" round of={user.id} />
      <div className={classes.who}>
        <strong>{name}</strong> {isOwner && <TintBadge color="green">{t`Owner`}</TintBadge>}
        <dl className={classes.verbs}>
          {asked.map((verb) => (
            <div key={verb}>
              <dt data-allowed={verbs[verb].allowed}>{verbs[verb].allowed ? can[verb] : cannot[verb]}</dt>
              <dd>{verbs[verb].reasons.map((reason) => wordingOf(reason, verb)).join(' ')}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  )
}
