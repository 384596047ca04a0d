import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Skeleton } from '@mantine/core'
import IconArrowsMaximize from '@tabler/icons-react/dist/esm/icons/IconArrowsMaximize.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { isGone } from '@/shared/api/problem'
import { recordQuery } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { useNoteRecent } from '@/shared/interests/recent'
import { useFormat } from '@/shared/lib/format'
import { shownTitle } from '@/shared/lib/record-value'
import { Presence } from '@/shared/live/presence'
import { useShortcuts } from '@/shared/shortcuts/registry'
import { announce } from '@/shared/ui/announce'
import { Monogram } from '@/shared/ui/monogram'
import { FileDrop } from '../files/file-drop'
import { DeletionWaits, useDeletionWaits } from './deletion-waits'
import { objectFor } from './object-for'
import { PanelSteps } from './panel-steps'
import { RecordActions } from './record-actions'
import { RecordFacts } from './record-facts'
import { RecordFields } from './record-fields'
import { RecordGone } from './record-gone'
import { RecordInterest } from './record-interest'
import classes from './record-panel.module.css'
import { isStaged, RecordTabs } from './record-tabs'
import { StageBar } from './stage-bar'

interface Props {
  object: ObjectType
  id: string
  onClose: () => void
}

/** The focus returns to what stands for the record in the list or on the board. */
const focusOrigin = (id: string) =>
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"], [role=row][tabindex="0"]`)?.focus(),
  )

/** A record beside the list that stays in use: nothing is covered, nothing is locked. */
export function RecordPanel({ object: whole, id, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const query = useQuery(recordQuery(whole.name, id))
  const isDeleted = useDeletionWaits(id)
  // What was deleted, or is not shared any more, is not shown on.
  const record = isDeleted || isGone(query.error) ? undefined : query.data
  const object = useMemo(() => objectFor(whole, record), [whole, record])
  const title = record ? shownTitle(record, object) || t`Untitled` : ''
  const close = () => {
    onClose()
    focusOrigin(id)
  }
  useShortcuts([{ keys: 'Escape', label: t`Close the record`, group: t`Record`, run: close }])
  // Made without network: what stands beside a record begins when the server has it.
  const isMade = record?.version !== 0
  useNoteRecent(object.name, id, isMade ? title : '')
  useEffect(() => {
    if (title) announce(t`Opened: ${title}`)
  }, [title, t])
  return (
    <div className={classes.root} data-no-print role="dialog" aria-modal={false} aria-label={title || object.label}>
      <header className={classes.head}>
        {record && <Monogram name={title} size="md" round={object.name === 'contacts'} />}
        <div className={classes.titles}>
          {query.isPending ? <Skeleton height={16} width={160} /> : title && <h2 className={classes.title}>{title}</h2>}
          <p className={classes.kind}>{object.label}</p>
        </div>
        <PanelSteps />
        {record && isMade && <Presence object={object.name} id={id} />}
        <ActionIcon
          variant="subtle"
          color="gray"
          component={Link}
          to="/$object/$id"
          params={{ object: object.name, id } as never}
          search={(({ tab }: { tab?: string }) => ({ tab })) as never}
          aria-label={t`Open as a page`}
        >
          <IconArrowsMaximize size={16} aria-hidden />
        </ActionIcon>
        {record && isMade && <RecordInterest object={object.name} id={id} />}
        {record && <RecordActions object={object} record={record} onDeleted={onClose} />}
        <ActionIcon variant="subtle" color="gray" onClick={close} aria-label={t`Close`}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </header>
      {isDeleted && <DeletionWaits object={object} id={id} />}
      {query.isError && (
        <RecordGone
          object={object}
          id={id}
          error={query.error}
          wasShown={query.data !== undefined}
          onRetry={() => query.refetch()}
        />
      )}
      {query.isPending && <PanelSkeleton />}
      {record && (
        <>
          <RecordFacts object={object} record={record} format={format} />
          {isMade && isStaged(object) && <StageBar object={object} record={record} />}
          {isMade || object.features.includes('timeline') ? (
            <FileDrop object={object} record={record} className={classes.body}>
              <RecordTabs key={id} object={object} record={record} format={format} withFields />
            </FileDrop>
          ) : (
            <div className={classes.alone}>
              <RecordFields key={id} object={object} record={record} format={format} />
            </div>
          )}
        </>
      )}
    </div>
  )
}

function PanelSkeleton() {
  return (
    <div className={classes.skeleton} aria-hidden>
      {Array.from({ length: 9 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={index} className={classes.skeletonRow}>
          <Skeleton height={10} width={90} />
          <Skeleton height={10} width={`${30 + ((index * 13) % 30)}%`} />
        </div>
      ))}
    </div>
  )
}
