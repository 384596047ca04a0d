import { useLingui } from '@lingui/react/macro'
import { NativeSelect, Stack, Switch } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import { useMe } from '@/shared/api/me'
import type { components } from '@/shared/api/schema'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { useClosed } from './changing'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { SettingsSection } from './settings-section'

type NotificationSettings = components['schemas']['NotificationSettings']
type Kind = keyof NotificationSettings['kinds']
type Channel = NotificationSettings['kinds'][Kind]
type Change = components['schemas']['NotificationSettingsChange']

const PATH = '/me/notification-settings/'
const settingsOfMine = queryOptions({
  queryKey: ['settings', 'notifications'],
  queryFn: ({ signal }) => get<NotificationSettings>(PATH, undefined, signal),
})

function useKindWords(): [Kind, string][] {
  const { t } = useLingui()
  return [
    ['assigned', t`A record or task is given to you`],
    ['mentioned', t`Somebody mentions you`],
    ['shared', t`A record is shared with you`],
    ['reminder', t`A reminder, or a task that is due`],
    ['followed', t`A record that you follow is changed, or gets an activity or a file`],
    ['job', t`Your import or a large change is finished`],
    ['webhook', t`A webhook of yours was switched off`],
  ]
}

/** Saved as it is chosen; what the server refuses goes back. */
function useChoose() {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (change: Change) => (await request<NotificationSettings>('PATCH', PATH, { body: change })).data,
    onMutate: (change) =>
      client.setQueryData(settingsOfMine.queryKey, (old) =>
        old ? { ...old, ...change, kinds: { ...old.kinds, ...change.kinds } } : old,
      ),
    onSuccess: (saved) => {
      forgetFailure(PATH)
      client.setQueryData(settingsOfMine.queryKey, saved)
    },
    onError: (error) => {
      client.invalidateQueries({ queryKey: settingsOfMine.queryKey })
      tellFailure(PATH, t`Not saved`, error)
    },
  })
}

/** What one is told of, and how. */
export function NotificationSettings() {
  const { t } = useLingui()
  const { user } = useMe()
  const query = useQuery(settingsOfMine)
  const kinds = useKindWords()
  const choose = useChoose()
  const closed = useClosed() !== null
  const channels: { value: Channel; label: string }[] = [
    { value: 'app', label: t`In the app` },
    { value: 'email', label: t`In the app and by e-mail` },
    { value: 'off', label: t`Not at all` },
  ]
  return (
    <SettingsSection
      title={t`Notifications`}
      help={t`What you are told of, and how. E-mail goes to ${user.email}. Nobody is told of their own changes.`}
    >
      <Loaded query={query}>
        {(settings) => (
          <fieldset className={classes.plain} disabled={closed}>
            <div className={classes.panel}>
              <Stack gap="sm">
                {kinds.map(([kind, label]) => (
                  <div key={kind} className={classes.choice}>
                    <label htmlFor={`notice-${kind}`}>{label}</label>
                    <NativeSelect
                      id={`notice-${kind}`}
                      data={channels}
                      value={settings.kinds[kind]}
                      onChange={(event) => choose.mutate({ kinds: { [kind]: event.currentTarget.value as Channel } })}
                    />
                  </div>
                ))}
              </Stack>
            </div>
            <div className={classes.panel}>
              <Switch
                label={t`A mail about the day`}
                description={t`At 7 in the morning in your time zone, if there is something: what is overdue, today's tasks and meetings, unread notifications.`}
                checked={settings.digest}
                onChange={(event) => choose.mutate({ digest: event.currentTarget.checked })}
              />
            </div>
          </fieldset>
        )}
      </Loaded>
    </SettingsSection>
  )
}
