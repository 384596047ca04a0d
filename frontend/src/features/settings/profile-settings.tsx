import { useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { catalogueQuery } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { activate, withLaterTexts } from '@/shared/i18n/activate'
import { whenShown } from '@/shared/on-use/on-use'
import { LocaleFields } from './locale-fields'
import { Photo } from './profile/photo'
import { fieldError, formError, useSettingsWrite } from './settings-api'
import { SettingsPanel } from './settings-panel'
import { SettingsSection } from './settings-section'

const CalendarFeed = whenShown(withLaterTexts(() => import('./calendar-feed').then((m) => m.CalendarFeed)))
const Appearance = whenShown(withLaterTexts(() => import('./profile/appearance').then((m) => m.Appearance)))

export function ProfileSettings() {
  const { t } = useLingui()
  return (
    <SettingsSection
      title={t`Profile`}
      help={t`How you appear to your colleagues, and how things appear to you, on every device you sign in on.`}
    >
      <Person />
      <Formats />
      <CalendarFeed />
      <Appearance />
    </SettingsSection>
  )
}

function useSaved() {
  const { t } = useLingui()
  return () => notifications.show({ message: t`Your profile is saved`, autoClose: 2500 })
}

function Person() {
  const { t } = useLingui()
  const { user } = useMe()
  const save = useSettingsWrite({ quiet: true })
  const saved = useSaved()
  const [name, setName] = useState(user.name)
  return (
    <SettingsPanel
      title={t`You`}
      help={t`Your name stands beside what you own, write and change.`}
      onSubmit={() => save.mutate({ method: 'PATCH', path: '/me/', body: { name: name.trim() } }, { onSuccess: saved })}
      isUnsaved={name.trim() !== user.name}
      footer={
        <Button
          type="submit"
          loading={save.isPending}
          disabled={!name.trim() || name.trim() === user.name}
        >{t`Save`}</Button>
      }
    >
      <TextInput
        label={t`Name`}
        value={name}
        required
        withAsterisk={false}
        maxLength={200}
        error={fieldError(save.error, 'name') ?? formError(save.error, ['name'])}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Photo />
      <TextInput label={t`E-mail`} value={user.email} readOnly description={t`An administrator can change it.`} />
    </SettingsPanel>
  )
}

function Formats() {
  const { t } = useLingui()
  const { user, tenant } = useMe()
  const client = useQueryClient()
  const save = useSettingsWrite({ quiet: true })
  const saved = useSaved()
  const [locale, setLocale] = useState(user.chosen.locale)
  const [zone, setZone] = useState(user.chosen.time_zone)
  const changed = locale !== user.chosen.locale || zone !== user.chosen.time_zone
  const submit = () =>
    save.mutate(
      { method: 'PATCH', path: '/me/', body: { locale, time_zone: zone } },
      {
        onSuccess: async () => {
          await activate(locale || tenant.locale)
          client.invalidateQueries({ queryKey: catalogueQuery.queryKey })
          saved()
        },
      },
    )
  return (
    <SettingsPanel
      title={t`Language, region and time`}
      help={t`The language is that of the screens. The region decides how dates, numbers and amounts are written.`}
      onSubmit={submit}
      isUnsaved={changed}
      footer={<Button type="submit" loading={save.isPending} disabled={!changed}>{t`Save`}</Button>}
    >
      <LocaleFields
        locale={locale}
        zone={zone}
        currency={tenant.currency}
        inherited={{ locale: tenant.locale, zone: tenant.time_zone }}
        localeError={fieldError(save.error, 'locale')}
        zoneError={fieldError(save.error, 'time_zone') ?? formError(save.error, ['locale', 'time_zone'])}
        onLocale={setLocale}
        onZone={setZone}
      />
    </SettingsPanel>
  )
}
