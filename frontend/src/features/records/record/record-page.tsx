import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useMe } from '@/shared/api/me'
import { isGone, isProblem } from '@/shared/api/problem'
import { recordQuery } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { useNoteRecent } from '@/shared/interests/recent'
import { useFormat } from '@/shared/lib/format'
import { shownTitle } from '@/shared/lib/record-value'
import { usePageTitle } from '@/shared/lib/use-page-title'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { Presence } from '@/shared/live/presence'
import { Monogram } from '@/shared/ui/monogram'
import { FileDrop } from '../files/file-drop'
import { editingWanted } from '../form/editing-wanted'
import { carryTyped } from '../merge/carry-typed'
import { DeletionWaits, useDeletionWaits } from './deletion-waits'
import { objectFor } from './object-for'
import { RecordActions } from './record-actions'
import { RecordFacts } from './record-facts'
import { RecordFields } from './record-fields'
import { RecordGone } from './record-gone'
import { RecordInterest } from './record-interest'
import classes from './record-page.module.css'
import { isStaged, RecordTabs, STAGED } from './record-tabs'
import { StageBar } from './stage-bar'

interface Props {
  object: ObjectType
  id: string
  onDeleted: () => void
}

/** Everything about one record: its fields, what happened, what belongs to it. */
export function RecordPage({ object: whole, id, onDeleted }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const isWide = useMediaQuery('(min-width: 1025px)', undefined, { getInitialValueInEffect: false })
  const query = useQuery(recordQuery(whole.name, id))
  // What was deleted, or is not shared any more, is not shown on.
  const record = isGone(query.error) ? undefined : query.data
  const object = useMemo(() => objectFor(whole, record), [whole, record])
  useScreenReady(record !== undefined)
  const title = record ? shownTitle(record, object) || t`Untitled` : ''
  // Made without network: what stands beside a record begins when the server has it.
  const isMade = record?.version !== 0
  const hasTabs = isMade || object.features.includes('timeline')
  useNoteRecent(object.name, id, isMade ? title : '')
  usePageTitle(title)
  const isDeleted = useDeletionWaits(id)
  const into = isProblem(query.error) ? query.error.mergedInto : undefined
  if (into)
    return (
      <MergedAway object={object} id={id} into={into} title={query.data ? shownTitle(query.data, object) : undefined} />
    )
  if (query.isError && !record)
    return (
      <RecordGone
        heading="h1"
        object={object}
        id={id}
        error={query.error}
        wasShown={query.data !== undefined}
        onRetry={() => query.refetch()}
      />
    )
  if (isDeleted) return <DeletionWaits heading="h1" object={object} id={id} />
  return (
    <FileDrop object={object} record={record} className={classes.root}>
      <header className={classes.head}>
        {record && <Monogram name={title} size="lg" round={object.name === 'contacts'} />}
        <div className={classes.titles}>
          <Link to="/$object" params={{ object: object.name }} className={classes.parent}>
            {object.label_plural}
          </Link>
          <h1 className={classes.title}>{record ? title : <LoadingTitle />}</h1>
        </div>
        {record && isMade && <RecordInterest object={object.name} id={id} />}
        {record && isMade && <Presence object={object.name} id={id} />}
        {record && <RecordActions object={object} record={record} onDeleted={onDeleted} />}
      </header>
      {record && (
        <>
          <RecordFacts object={object} record={record} format={format} />
          {isMade && isStaged(object) && <StageBar object={object} record={record} />}
          <div className={classes.split}>
            {(isWide || !hasTabs) && (
              <div className={classes.fields}>
                <RecordFields
                  key={id}
                  object={object}
                  record={record}
                  format={format}
                  hidden={isMade && isStaged(object) ? STAGED : []}
                />
              </div>
            )}
            {hasTabs && (
              <div className={classes.rest}>
                <RecordTabs key={id} object={object} record={record} format={format} withFields={!isWide} />
              </div>
            )}
          </div>
        </>
      )}
    </FileDrop>
  )
}

interface AwayProps {
  object: ObjectType
  id: string
  into: string
  /** Of one that was on the screen. */
  title: string | undefined
}

/** Leads to the record that this one is part of now, with what was typed about it. */
function MergedAway({ object, id, into, title }: AwayProps) {
  const { t } = useLingui()
  const userId = useMe().user.id
  useEffect(() => {
    const typed = carryTyped(userId, object.name, id, into)
    if (!title && !typed) return
    const goOn = () => {
      notifications.hide(into)
      editingWanted.set(into)
    }
    notifications.show({
      id: into,
      ...(typed ? { autoClose: false } : {}),
      message: (
        <>
          {title ? t`“${title}” was merged into this record.` : t`Merged into another record`}{' '}
          {typed && (
            <>
              {t`What you typed is not saved yet.`}{' '}
              <Button size="compact-xs" variant="subtle" onClick={goOn}>{t`Go on with it here`}</Button>
            </>
          )}
        </>
      ),
    })
  }, [userId, object.name, id, into, title, t])
  return <Navigate to="/$object/$id" params={{ object: object.name, id: into }} replace />
}

function LoadingTitle() {
  const { t } = useLingui()
  return (
    <>
      <span className="visually-hidden">{t`Loading…`}</span>
      <Skeleton component="span" display="block" height={20} width={220} />
    </>
  )
}
