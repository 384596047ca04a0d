import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { recordKeys, restoreRecord, trashedQuery } from '@/shared/api/records'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { useForgetRecent } from '@/shared/interests/recent'
import { useFormat } from '@/shared/lib/format'
import { isReference, shownTitle } from '@/shared/lib/record-value'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { editingWanted } from '../form/editing-wanted'
import { useIsKept } from '../kept-edits'
import { carryTyped } from '../merge/carry-typed'

interface Props {
  object: ObjectType
  id: string
  error: unknown
  /** It was on the screen before. */
  wasShown: boolean
  onRetry: () => void
  heading?: 'h1' | 'h2'
}

/** In the place of a record that cannot be shown: who deleted it and the way back, or what went wrong. */
export function RecordGone({ object, id, error, wasShown, onRetry, heading = 'h2' }: Props) {
  const { t } = useLingui()
  const into = isProblem(error) ? error.mergedInto : undefined
  const trashed = useQuery({ ...trashedQuery(object.name, id), enabled: isProblem(error, 404) && !into })
  const forgetRecent = useForgetRecent()
  const isGone = isProblem(error, 404)
  useEffect(() => {
    if (isGone) forgetRecent([id])
  }, [isGone, id, forgetRecent])
  if (into) return <MergedInto object={object} id={id} into={into} heading={heading} />
  if (trashed.data) return <InTheTrash object={object} record={trashed.data} heading={heading} />
  // Nothing is claimed while it is being asked for.
  if (trashed.isFetching) return null
  if (wasShown && isProblem(error, 404))
    return (
      <StateMessage
        role="alert"
        heading={heading}
        icon={<IconLock size={22} stroke={1.6} aria-hidden />}
        title={t`You cannot see this any more`}
      >
        {t`It was given to somebody else, is no longer shared with you, or was deleted for ever.`}
      </StateMessage>
    )
  return <ProblemMessage heading={heading} error={error} onRetry={onRetry} />
}

function MergedInto({
  object,
  id,
  into,
  heading,
}: Pick<Props, 'object' | 'id'> & { into: string; heading: 'h1' | 'h2' }) {
  const { t } = useLingui()
  const userId = useMe().user.id
  const [isTyped, setIsTyped] = useState(false)
  useEffect(() => {
    if (carryTyped(userId, object.name, id, into)) setIsTyped(true)
  }, [userId, object.name, id, into])
  return (
    <StateMessage
      role="alert"
      heading={heading}
      title={t`Merged into another record`}
      action={
        <Button
          variant="default"
          component={Link}
          to="/$object/$id"
          params={{ object: object.name, id: into } as never}
          onClick={() => isTyped && editingWanted.set(into)}
        >
          {t`Open it`}
        </Button>
      }
    >
      {isTyped && t`What you typed is not saved yet: it stands in the form of that one.`}
    </StateMessage>
  )
}

function InTheTrash({ object, record, heading }: Pick<Props, 'object'> & { record: CrmRecord; heading: 'h1' | 'h2' }) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const isTyped = useIsKept(`${object.name}/${record.id}`)
  const title = shownTitle(record, object) || t`Untitled`
  const by = isReference(record.updated_by) ? record.updated_by.name : null
  const at = typeof record.deleted_at === 'string' ? format.dateTime(record.deleted_at) : ''
  const restore = useMutation({
    mutationFn: () => restoreRecord(object.name, record.id),
    onSuccess: () => {
      forgetFailure(`record ${record.id}`)
      client.removeQueries({ queryKey: trashedQuery(object.name, record.id).queryKey })
      return client.invalidateQueries({ queryKey: recordKeys.object(object.name) })
    },
    onError: (problem) => tellFailure(`record ${record.id}`, t`Not restored`, problem),
  })
  return (
    <StateMessage
      role="alert"
      heading={heading}
      icon={<IconTrash size={22} stroke={1.6} aria-hidden />}
      title={t`“${title}” is in the Trash`}
      action={
        object.permissions.delete && (
          <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>{t`Restore`}</Button>
        )
      }
    >
      {by ? t`${by} deleted it on ${at}.` : t`It was deleted on ${at}.`}
      {isTyped && ` ${t`What you typed and did not save is there again when it is restored.`}`}
    </StateMessage>
  )
}
