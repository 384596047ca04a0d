import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Format } from '@/shared/lib/format'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { Monogram } from '@/shared/ui/monogram'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './access.module.css'
import { accessKey, type Share, type ShareList, sharesQuery, unshare } from './access-api'
import { ShareForm } from './share-form'

interface Props {
  object: string
  id: string
  format: Format
}

const holderOf = (share: Share) => share.user ?? share.team
const keyOf = (share: Share) => `${share.user ? 'user' : 'team'} ${holderOf(share)?.id}`

/** Who was given this record by hand: add, change, end. */
export function Sharing({ object, id, format }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(sharesQuery(object, id))
  const [editing, setEditing] = useState<string | null>(null)
  const settled = (list: ShareList) => {
    setEditing(null)
    client.setQueryData(sharesQuery(object, id).queryKey, list)
    client.invalidateQueries({ queryKey: accessKey(object, id) })
  }
  const end = useMutation({
    mutationFn: (share: Share) =>
      unshare(object, id, share.user ? { user: share.user.id } : { team: share.team?.id ?? '' }),
    onSuccess: (list, share) => {
      forgetFailure(`shares ${id}`)
      settled(list)
      announce(t`No longer shared with ${holderOf(share)?.name ?? ''}`)
    },
    onError: (error) => tellFailure(`shares ${id}`, t`Not saved`, error),
  })
  if (query.isPending) return <Skeleton height={120} radius="md" />
  if (query.data === undefined) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  const { results, may_share: mayShare } = query.data
  return (
    <>
      {results.length === 0 && (
        <Text size="sm" c="dimmed" mb="md">
          {t`Nobody was given this record by hand. Roles and teams may open it all the same: see “Who can see this”.`}
        </Text>
      )}
      <ul className={classes.list} aria-label={t`Shared with`}>
        {results.map((share) => {
          const name = holderOf(share)?.name ?? ''
          return (
            <li key={keyOf(share)} className={classes.entry}>
              {editing === keyOf(share) ? (
                <ShareForm
                  object={object}
                  id={id}
                  format={format}
                  share={share}
                  onDone={settled}
                  onCancel={() => setEditing(null)}
                />
              ) : (
                <div className={classes.line}>
                  <Monogram name={name} size="md" round={share.user !== null} of={share.user?.id} />
                  <div className={classes.who}>
                    <strong>{name}</strong> {share.team && <TintBadge color="indigo">{t`Team`}</TintBadge>}{' '}
                    {share.ended && <TintBadge color="red">{t`Ended`}</TintBadge>}
                    <span className={classes.secondary}>
                      <ShareDetail share={share} format={format} />
                    </span>
                  </div>
                  {mayShare && (
                    <>
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={t`Change what ${name} may do`}
                        onClick={() => setEditing(keyOf(share))}
                      >{t`Change`}</Button>
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="red"
                        aria-label={t`Stop sharing with ${name}`}
                        loading={end.isPending && end.variables === share}
                        onClick={() => end.mutate(share)}
                      >{t`Remove`}</Button>
                    </>
                  )}
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {mayShare ? (
        editing === null && <ShareForm key={results.length} object={object} id={id} format={format} onDone={settled} />
      ) : (
        <Text size="sm" c="dimmed" mt="md">
          {t`Only someone with the right to share, whose roles let them change this record, can share it.`}
        </Text>
      )}
    </>
  )
}

function ShareDetail({ share, format }: { share: Share; format: Format }) {
  const { t } = useLingui()
  const parts = [share.access === 'write' ? t`May see and change it` : t`May see it`]
  if (share.expires_at) {
    const end = format.dateTime(share.expires_at)
    parts.push(share.ended ? t`until ${end} (over)` : t`until ${end}`)
  }
  const by = share.granted_by?.name
  if (by) parts.push(t`given by ${by}`)
  return parts.join(' · ')
}
