import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconDeviceDesktop from '@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs'
import IconDeviceMobile from '@tabler/icons-react/dist/esm/icons/IconDeviceMobile.mjs'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'
import { useFormat } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Loaded } from '../loaded'
import { SettingsPanel } from '../settings-panel'
import classes from './security.module.css'
import { deviceOf, isHandheld, type Session, sessionsKey, sessionsQuery } from './sessions-query'

/** Every browser that is signed in as this person; each can be signed out from here. */
export function Sessions() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(sessionsQuery)
  const end = useMutation({
    mutationFn: (session: Session | null) =>
      request('DELETE', session ? `/me/sessions/${session.id}/` : '/me/sessions/'),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsKey }),
    onError: (error) =>
      notifications.show({ color: 'red', title: t`Not signed out`, message: isProblem(error) ? error.detail : '' }),
  })
  const others = query.data?.results.filter((one) => !one.current).length ?? 0
  return (
    <SettingsPanel
      title={t`Where you are signed in`}
      help={t`If you do not know one of them, sign it out and change your password. A session ends by itself when it is not used for some days.`}
      footer={
        others > 0 && (
          <Button
            variant="default"
            loading={end.isPending && end.variables === null}
            onClick={() => end.mutate(null)}
          >{t`Sign out everywhere else`}</Button>
        )
      }
    >
      <Loaded query={query}>
        {({ results }) => (
          <ul className={classes.sessions} aria-label={t`Where you are signed in`}>
            {results.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session)} />
            ))}
          </ul>
        )}
      </Loaded>
    </SettingsPanel>
  )
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const Icon = isHandheld(session.user_agent) ? IconDeviceMobile : IconDeviceDesktop
  const device = deviceOf(session.user_agent) ?? t`Unknown browser`
  const seen = format.relative(session.last_seen_at)
  return (
    <li className={classes.session}>
      <Icon size={22} stroke={1.5} aria-hidden />
      <div className={classes.about}>
        <span className={classes.device}>
          {device} {session.current && <TintBadge color="green">{t`This one`}</TintBadge>}
        </span>
        <span className={classes.muted} title={format.dateTime(session.last_seen_at)}>
          {t`${session.ip} · last seen ${seen}`}
        </span>
        <span className={classes.muted}>{t`Signed in ${format.dateTime(session.created_at)}`}</span>
      </div>
      {!session.current && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={t`Sign out ${device}, ${session.ip}`}
          onClick={onEnd}
        >{t`Sign out`}</Button>
      )}
    </li>
  )
}
