import { useLingui } from '@lingui/react/macro'
import { Button, Group, SegmentedControl, Select, Stack, Switch, TextInput, useMantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { catalogueQuery } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { type AppLocale, activate, appLocale, LOCALES } from '@/shared/i18n/activate'
import { useStored } from '@/shared/lib/use-stored'
import { SINGLE_KEYS_OFF } from '@/shared/shortcuts/registry'
import { CalendarFeed } from './calendar-feed'
import classes from './settings.module.css'
import { fieldError, formError, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'

/** Each in its own language, so that everyone finds theirs. */
const LANGUAGES: Record<AppLocale, string> = { en: 'English', de: 'Deutsch' }
export function ProfileSettings() {
  const { t } = useLingui()
  const { user, tenant } = useMe()
  const client = useQueryClient()
  const save = useSettingsWrite({ quiet: true })
  const [name, setName] = useState(user.name)
  const [locale, setLocale] = useState(appLocale(user.locale || tenant.locale))
  const [zone, setZone] = useState(user.time_zone || tenant.time_zone)
  const zones = [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].filter(Boolean)
  const changed =
    name !== user.name ||
    locale !== appLocale(user.locale || tenant.locale) ||
    zone !== (user.time_zone || tenant.time_zone)
  const submit = () =>
    save.mutate(
      { method: 'PATCH', path: '/me/', body: { name: name.trim(), locale, time_zone: zone } },
      {
        onSuccess: async () => {
          await activate(locale)
          client.invalidateQueries({ queryKey: catalogueQuery.queryKey })
          notifications.show({ message: t`Your profile is saved`, autoClose: 2500 })
        },
      },
    )
  return (
    <SettingsSection title={t`Profile`} help={t`How you appear to your colleagues, and how things appear to you.`}>
      <form
        className={classes.panel}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t`Name`}
            value={name}
            required
            withAsterisk={false}
            error={fieldError(save.error, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput label={t`E-mail`} value={user.email} readOnly description={t`An administrator can change it.`} />
          <Select
            label={t`Language`}
            description={t`Numbers and dates are written as your browser's region does.`}
            data={LOCALES.map((value) => ({ value, label: LANGUAGES[value] }))}
            value={locale}
            allowDeselect={false}
            error={fieldError(save.error, 'locale')}
            onChange={(next) => setLocale(appLocale(next))}
          />
          <Select
            label={t`Time zone`}
            data={zones}
            value={zone}
            searchable
            limit={100}
            allowDeselect={false}
            nothingFoundMessage={t`Nothing found.`}
            error={fieldError(save.error, 'time_zone') ?? formError(save.error, ['name', 'locale', 'time_zone'])}
            onChange={(next) => next && setZone(next)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!changed || !name.trim()}>{t`Save`}</Button>
          </Group>
        </Stack>
      </form>
      <CalendarFeed />
      <Appearance />
    </SettingsSection>
  )
}

function Appearance() {
  const { t } = useLingui()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [off, setOff] = useStored(SINGLE_KEYS_OFF, false)
  return (
    <div className={classes.panel}>
      <h2 className={classes.panelTitle}>{t`In this browser`}</h2>
      <Stack gap="md">
        <SegmentedControl
          aria-label={t`Theme`}
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as 'light' | 'dark' | 'auto')}
          data={[
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
            { value: 'auto', label: t`As the system` },
          ]}
        />
        <Switch
          label={t`Shortcuts of a single key`}
          description={t`Such as c to create or j for the next row. Those with Ctrl or Cmd always work.`}
          checked={!off}
          onChange={(event) => setOff(!event.currentTarget.checked)}
        />
      </Stack>
    </div>
  )
}
