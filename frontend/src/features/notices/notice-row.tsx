import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconAlarm from '@tabler/icons-react/dist/esm/icons/IconAlarm.mjs'
import IconChecks from '@tabler/icons-react/dist/esm/icons/IconChecks.mjs'
import IconMail from '@tabler/icons-react/dist/esm/icons/IconMail.mjs'
import IconMailOpened from '@tabler/icons-react/dist/esm/icons/IconMailOpened.mjs'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { Format } from '@/shared/lib/format'
import { Monogram } from '@/shared/ui/monogram'
import type { Notice } from './notices-api'
import classes from './notices-panel.module.css'

/** Where one notification is of many: what one follows, or owns, the latest changed first. */
const listOf = (field: string, value: unknown) => ({
  view: 'all',
  filter: { field, op: 'eq', value },
  sort: '-updated_at',
})
const FOLLOWED = listOf('followed', true)
const OWN = listOf('owner', 'me')

/** Where a notification leads: the record, the list, or what came of the job. */
function destination({ kind, object, record, job, webhook }: Notice): LinkProps {
  if (webhook)
    return { to: '/settings/$section', params: { section: 'webhooks' }, search: { webhook: webhook.id } as never }
  if (object && record) return { to: '/$object/$id', params: { object, id: record.id } }
  if (object) return { to: '/$object', params: { object }, search: (kind === 'followed' ? FOLLOWED : OWN) as never }
  if (job?.import) return { to: '/import', search: { job: job.import } }
  return { to: '/settings/$section', params: { section: 'history' } }
}

function Emblem({ notice }: { notice: Notice }) {
  if (notice.kind === 'reminder') return <IconAlarm size={20} stroke={1.6} aria-hidden />
  if (notice.job) return <IconChecks size={20} stroke={1.6} aria-hidden />
  return <Monogram name={notice.actor?.name ?? 'Freehold'} size="md" round of={notice.actor?.id} />
}

interface Props {
  notice: Notice
  format: Format
  onRead: (read: boolean) => void
  onOpen: () => void
}

export function NoticeRow({ notice, format, onRead, onOpen }: Props) {
  const { t } = useLingui()
  const unread = !notice.read_at
  const Icon = unread ? IconMailOpened : IconMail
  return (
    <li className={classes.row} data-unread={unread || undefined}>
      <Link
        {...destination(notice)}
        className={classes.link}
        data-notice
        onClick={() => {
          if (unread) onRead(true)
          onOpen()
        }}
      >
        <span className={classes.emblem}>
          <Emblem notice={notice} />
        </span>
        <span className={classes.text}>
          {unread && <span className="visually-hidden">{t`Unread:`} </span>}
          {notice.kind === 'reminder' ? t`Reminder: ${notice.text}` : notice.text}
          <time className={classes.time} dateTime={notice.at} title={format.dateTime(notice.at)}>
            {format.relative(notice.at)}
          </time>
        </span>
      </Link>
      <ActionIcon
        className={classes.mark}
        variant="subtle"
        color="gray"
        aria-label={unread ? t`Mark as read` : t`Mark as unread`}
        title={unread ? t`Mark as read` : t`Mark as unread`}
        onClick={() => onRead(unread)}
      >
        <Icon size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
    </li>
  )
}
