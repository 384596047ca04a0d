import { useLingui } from '@lingui/react/macro'
import { CloseButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconInfo from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs'
import IconTool from '@tabler/icons-react/dist/esm/icons/IconTool.mjs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { request } from '@/shared/api/http'
import { meQuery, useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import type { Announced } from '@/shared/api/types'
import { useFormat } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import { nextChange, shownAt } from './announced'
import classes from './announcements.module.css'

const ICONS = { notice: IconInfo, maintenance: IconTool, trouble: IconAlertTriangle }

/** The clock, at every moment at which something begins or ends to be shown. */
function useNow(announced: Announced[]) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const next = nextChange(announced, now)
    if (next === undefined) return
    const timer = setTimeout(() => setNow(Date.now()), Math.max(next - Date.now(), 0) + 50)
    return () => clearTimeout(timer)
  }, [announced, now])
  return now
}

const NONE: Announced[] = []

/** What the operators tell people, above every screen. */
export function Announcements() {
  const announced = useMe().announcements ?? NONE
  const now = useNow(announced)
  return shownAt(announced, now).map((one) => <Announcement key={one.id} announced={one} />)
}

function Announcement({ announced }: { announced: Announced }) {
  const { t, i18n } = useLingui()
  const { support } = useMe()
  const dismiss = useDismiss()
  const { level, texts, link, dismissible } = announced
  const language = texts[i18n.locale] ? i18n.locale : 'en'
  const Icon = ICONS[level]
  const names = { notice: t`Notice`, maintenance: t`Maintenance`, trouble: t`Trouble` }
  return (
    <section className={classes.bar} data-level={level} aria-label={t`Announcement`}>
      <Icon size={17} stroke={1.8} aria-label={names[level]} />
      <p className={classes.text}>
        <span lang={language}>{texts[language]}</span> <Happens announced={announced} />{' '}
        {link && <a href={link} target="_blank" rel="noreferrer">{t`Read more`}</a>}
      </p>
      {dismissible && !support && (
        <CloseButton
          size="sm"
          c="inherit"
          aria-label={t`Close this announcement`}
          disabled={dismiss.isPending}
          onClick={() => dismiss.mutate(announced.id)}
        />
      )}
    </section>
  )
}

/** When the thing itself takes place, on the reader's clock. */
function Happens({ announced: { happens_from, happens_until } }: { announced: Announced }) {
  const { locale, timeZone } = useFormat()
  return happens_from ? <time>{spanText(happens_from, happens_until, locale, timeZone)}</time> : null
}

/** Each end names its zone where the clocks change between the two: “01:30–03:30” may be one hour. */
export function spanText(from: string, until: string | null, locale: string, timeZone: string) {
  const format = dateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  const [begin, end] = [new Date(from), until ? new Date(until) : null]
  if (!end) return format.format(begin)
  const zoneAt = (at: Date) => format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value
  if (zoneAt(begin) === zoneAt(end)) return format.formatRange(begin, end)
  return `${format.format(begin)} – ${format.format(end)}`
}

/** Gone at once, and back if the server did not take it. */
function useDismiss() {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request('POST', `/announcements/${id}/dismiss/`),
    onMutate: async (id) => {
      await client.cancelQueries(meQuery)
      client.setQueryData(meQuery.queryKey, (me) =>
        me ? { ...me, announcements: (me.announcements ?? []).filter((one) => one.id !== id) } : me,
      )
    },
    onError: (error) => {
      void client.invalidateQueries(meQuery)
      notifications.show({ color: 'red', title: t`Not done`, message: isProblem(error) ? error.detail : '' })
    },
  })
}
