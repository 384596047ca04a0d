import { useLingui } from '@lingui/react/macro'
import { Button, Group, Skeleton } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSpeakerphone from '@tabler/icons-react/dist/esm/icons/IconSpeakerphone.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import { AnnouncementDialog } from './announcement-dialog'
import { type Announcement, announcementsQuery } from './announcements-api'
import classes from './console.module.css'
import { Panel } from './panel'
import { useAnnouncementWords } from './use-announcement-words'
import { useConsoleAct } from './use-console-act'

/** What the people of tenants are told, were told and will be told. */
export function AnnouncementsPage() {
  const { t } = useLingui()
  const query = useQuery(announcementsQuery)
  const [open, setOpen] = useState<Announcement | 'new' | null>(null)
  useScreenReady(!query.isPending)
  return (
    <div className={classes.page}>
      <PageHeader
        icon={<IconSpeakerphone size={18} stroke={1.7} aria-hidden />}
        title={t`Announcements`}
        actions={
          <Button
            size="compact-md"
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            onClick={() => setOpen('new')}
          >
            {t`New announcement`}
          </Button>
        }
      />
      <div className={classes.scroll}>
        <div className={classes.content}>
          {query.isPending ? (
            <Skeleton height={120} radius="md" />
          ) : query.data ? (
            <Parts all={query.data.results} onChange={setOpen} />
          ) : (
            <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
          )}
        </div>
      </div>
      {open && <AnnouncementDialog announcement={open === 'new' ? undefined : open} onClose={() => setOpen(null)} />}
    </div>
  )
}

interface PartsProps {
  all: Announcement[]
  onChange: (one: Announcement) => void
}

function Parts({ all, onChange }: PartsProps) {
  const { t } = useLingui()
  const now = Date.now()
  const isOver = (one: Announcement) => Date.parse(one.shown_until) <= now
  const isLater = (one: Announcement) => Date.parse(one.shown_from) > now
  const parts: [string, Announcement[]][] = [
    [t`Shown now`, all.filter((one) => !isOver(one) && !isLater(one))],
    [t`Shown later`, all.filter(isLater)],
    [t`Over`, all.filter(isOver)],
  ]
  if (all.length === 0)
    return (
      <StateMessage icon={<IconSpeakerphone size={22} stroke={1.6} aria-hidden />} title={t`Nothing is announced`}>
        {t`Tell people of planned maintenance, of trouble or of something new: it stands above every screen of theirs.`}
      </StateMessage>
    )
  return parts
    .filter(([, some]) => some.length > 0)
    .map(([title, some]) => (
      <Panel key={title} title={title}>
        <ul className={classes.needs}>
          {some.map((one) => (
            <Row key={one.id} announcement={one} onChange={() => onChange(one)} />
          ))}
        </ul>
      </Panel>
    ))
}

function Row({ announcement, onChange }: { announcement: Announcement; onChange: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const act = useConsoleAct()
  const { levels, audienceOf } = useAnnouncementWords()
  const { id, texts, level, shown_from, shown_until, dismissible, created_by } = announcement
  const [from, until] = [format.moment(shown_from), format.moment(shown_until)]
  return (
    <li className={classes.need}>
      <div>
        <span className={classes.badges}>
          <TintBadge color={levels[level].color}>{levels[level].label}</TintBadge>
          <span className={classes.needTitle}>{texts.en}</span>
        </span>
        {texts.de && (
          <span className={classes.host} lang="de">
            {texts.de}
          </span>
        )}
        <span className={classes.host}>
          {t`${from} until ${until}`} · {audienceOf(announcement)}
          {!dismissible && ` · ${t`can't be closed`}`} · {created_by}
        </span>
      </div>
      <Group gap={6} className={classes.asideActions}>
        <Button size="compact-sm" variant="default" onClick={onChange}>{t`Change`}</Button>
        <Button
          size="compact-sm"
          variant="default"
          loading={act.isPending}
          onClick={() => act.mutate({ method: 'DELETE', path: `/announcements/${id}/` })}
        >{t`Remove`}</Button>
      </Group>
    </li>
  )
}
