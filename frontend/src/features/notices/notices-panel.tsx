import { useLingui } from '@lingui/react/macro'
import { Button, Drawer, Group, SegmentedControl, Skeleton } from '@mantine/core'
import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { groupByDay } from './group-by-day'
import { NoticeRow } from './notice-row'
import { noticesQuery, useMarkRead } from './notices-api'
import classes from './notices-panel.module.css'

/** Up and down go from one notification to the next. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-notice]')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  const next = links[at === -1 ? (step > 0 ? 0 : links.length - 1) : at + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function useDayNames() {
  const { t } = useLingui()
  const format = useFormat()
  return (day: string, distance: number) =>
    distance === 0 ? t`Today` : distance === -1 ? t`Yesterday` : format.date(day)
}

export function NoticesPanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const dayName = useDayNames()
  const [unread, setUnread] = useState(false)
  const query = useInfiniteQuery(noticesQuery(unread))
  const mark = useMarkRead()
  const notices = query.data?.pages.flatMap((page) => page.results) ?? []
  return (
    <Drawer opened onClose={onClose} position="right" size={440} title={t`Notifications`} padding="md">
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t`Which notifications`}
          data={[
            { value: 'all', label: t`All` },
            { value: 'unread', label: t`Unread` },
          ]}
          value={unread ? 'unread' : 'all'}
          onChange={(value) => setUnread(value === 'unread')}
        />
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={!notices.some((notice) => !notice.read_at)}
          onClick={() => mark.mutate({ read: true })}
        >{t`Mark all as read`}</Button>
      </div>
      {query.isPending && <Skeleton height={220} radius="md" />}
      {query.isError && notices.length === 0 && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && notices.length === 0 && !query.hasNextPage && (
        <StateMessage
          icon={<IconBell size={22} stroke={1.6} aria-hidden />}
          title={unread ? t`Everything is read` : t`No notifications yet`}
        >
          {t`When somebody gives you a record, mentions you or shares something, it stands here. Reminders, too.`}
        </StateMessage>
      )}
      <div role="group" aria-label={t`Notifications`} onKeyDown={moveFocus}>
        {groupByDay(notices, format.timeZone).map(({ day, distance, notices: held }) => (
          <section key={day} aria-labelledby={`notices-${day}`}>
            <h3 id={`notices-${day}`} className={classes.day}>
              {dayName(day, distance)}
            </h3>
            <ul className={classes.list}>
              {held.map((notice) => (
                <NoticeRow
                  key={notice.id}
                  notice={notice}
                  format={format}
                  onRead={(read) => mark.mutate({ ids: [notice.id], read })}
                  onOpen={onClose}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {query.hasNextPage && (
        <Group justify="center" mt="sm">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t`Load more`}
          </Button>
        </Group>
      )}
      <p className={classes.foot}>
        <Link to="/settings/$section" params={{ section: 'notifications' }} onClick={onClose}>
          {t`Choose what you are told`}
        </Link>
      </p>
    </Drawer>
  )
}
