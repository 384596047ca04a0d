import { useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconChecklist from '@tabler/icons-react/dist/esm/icons/IconChecklist.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconMail from '@tabler/icons-react/dist/esm/icons/IconMail.mjs'
import IconNote from '@tabler/icons-react/dist/esm/icons/IconNote.mjs'
import IconPaperclip from '@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconPhone from '@tabler/icons-react/dist/esm/icons/IconPhone.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconRestore from '@tabler/icons-react/dist/esm/icons/IconRestore.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useChangeActivity } from '@/shared/activities/use-change-activity'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { changeText } from '@/shared/fields/change-text'
import type { Format } from '@/shared/lib/format'
import { fieldByName } from '@/shared/lib/record-value'
import { hasWaiting } from '@/shared/offline/waiting'
import { WaitingMark } from '@/shared/offline/waiting-mark'
import { withoutMarks } from '@/shared/ui/marked-parts'
import { MarkedText } from '@/shared/ui/marked-text'
import { inlineAddress, isPicture } from '../files/file-kind'
import type { RecordFile } from '../files/files-api'
import { PinButton } from './pin-button'
import classes from './timeline.module.css'
import { type TimelineActivity, type TimelineEntry, timelineKey } from './timeline-query'

const ICONS: Record<string, typeof IconNote> = {
  call: IconPhone,
  email: IconMail,
  meeting: IconCalendar,
  note: IconNote,
  task: IconChecklist,
  stage: IconArrowRight,
  change: IconPencil,
  file: IconPaperclip,
  created: IconPlus,
  deleted: IconTrash,
  restored: IconRestore,
}

/** Larger pictures are looked at in the list of files. */
const MOST_PICTURE = 2 * 1024 * 1024

interface Props {
  entry: TimelineEntry
  object: ObjectType
  recordId: string
  format: Format
  /** One line each. */
  collapsed: boolean
  /** Not all of it is on the server. */
  waiting?: boolean
}

export function TimelineItem({ entry, object, recordId, format, collapsed, waiting }: Props) {
  const { t } = useLingui()
  const kind = entry.activity?.kind ?? entry.kind
  const Icon = ICONS[kind] ?? IconNote
  const body = entry.activity?.body?.trim()
  const isRepeated = body !== undefined && withoutMarks(body) === entry.activity?.subject && !body.includes('\n')
  return (
    <li className={classes.item} data-kind={entry.kind}>
      <span className={classes.icon} data-kind={kind}>
        <Icon size={14} stroke={1.8} aria-hidden />
      </span>
      <div className={classes.content}>
        <p className={classes.line}>
          <span className={classes.what} data-strong={entry.activity || entry.file ? true : undefined}>
            {entry.file ? (
              <FileLink file={entry.file} />
            ) : entry.activity?.kind === 'task' ? (
              <TaskBox activity={entry.activity} object={object.name} recordId={recordId} />
            ) : (
              <MarkedText text={isRepeated ? body : withoutMarks(entry.activity?.subject || entry.title)} />
            )}
          </span>
          {entry.activity?.is_private && (
            <span className={classes.lock} title={t`Only you see this`}>
              <IconLock size={13} stroke={1.8} aria-hidden />
              <span className="visually-hidden">{t`Only you see this`}</span>
            </span>
          )}
          <span className={classes.meta}>
            {entry.actor?.name && `${entry.actor.name} · `}
            <time dateTime={entry.at} title={format.dateTime(entry.at)}>
              {format.relative(entry.at)}
            </time>
          </span>
          {waiting && <WaitingMark />}
          {entry.activity && entry.activity.version !== 0 && (
            <PinButton activity={entry.activity} object={object.name} recordId={recordId} />
          )}
        </p>
        {entry.activity && <ActivityTimes activity={entry.activity} format={format} />}
        {!collapsed && entry.file && isPicture(entry.file) && entry.file.size <= MOST_PICTURE && (
          <img src={inlineAddress(entry.file)} alt={entry.file.name} loading="lazy" className={classes.picture} />
        )}
        {body && !isRepeated && !collapsed && (
          <div className={classes.card}>
            <MarkedText text={body} />
          </div>
        )}
        {!collapsed && <ChangeList changes={besideTitle(entry)} object={object} format={format} />}
      </div>
    </li>
  )
}

function FileLink({ file }: { file: RecordFile }) {
  return (
    <a href={file.address} download={file.name} className={classes.file}>
      {file.name}
    </a>
  )
}

const isPast = (instant: string) => new Date(instant) < new Date() || undefined

function ActivityTimes({ activity, format }: { activity: TimelineActivity; format: Format }) {
  const { t } = useLingui()
  if (activity.kind === 'task' && activity.due_at && activity.status !== 'done')
    return (
      <span
        className={classes.due}
        data-late={isPast(activity.due_at)}
      >{t`Due ${format.dateTime(activity.due_at)}`}</span>
    )
  if (activity.kind === 'meeting' && activity.starts_at)
    return <span className={classes.meta}>{format.dateTime(activity.starts_at)}</span>
  return null
}

/** A move says in its title where to; the rest is what was filled in with it. */
const besideTitle = ({ kind, changes }: TimelineEntry) =>
  kind === 'stage' ? changes.filter(({ field }) => field !== 'stage') : changes

type ChangeListProps = Pick<Props, 'object' | 'format'> & Pick<TimelineEntry, 'changes'>

function ChangeList({ changes, object, format }: ChangeListProps) {
  if (changes.length === 0) return null
  return (
    <ul className={classes.changes}>
      {changes.map((change) => {
        const field = fieldByName(object.fields, change.field)
        return (
          <li key={change.field}>
            {change.label}: <s>{changeText(change.from, field, format)}</s> →{' '}
            <b>{changeText(change.to, field, format)}</b>
          </li>
        )
      })}
    </ul>
  )
}

/** A task is ticked off where it is read. */
function TaskBox({ activity, object, recordId }: { activity: TimelineActivity; object: string; recordId: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const change = useChangeActivity()
  const tick = useMutation({
    mutationFn: (done: boolean) => {
      const label = done ? t`Done: ${activity.subject}` : t`Open again: ${activity.subject}`
      const { id, subject } = activity
      const record = activity as unknown as CrmRecord
      return change({ id, subject, record }, { status: done ? 'done' : 'open' }, label)
    },
    onSettled: () => {
      if (!hasWaiting(activity.id)) client.invalidateQueries({ queryKey: timelineKey(object, recordId) })
    },
  })
  const done = tick.isPending ? tick.variables : activity.status === 'done'
  return (
    <Checkbox
      size="xs"
      label={activity.subject}
      checked={done}
      onChange={(event) => tick.mutate(event.currentTarget.checked)}
    />
  )
}
