import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Select, SimpleGrid, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/shared/api/me'
import { activate } from '@/shared/i18n/activate'
import { COUNTRIES, CURRENCIES } from '@/shared/i18n/long-choices'
import { sameValue } from '@/shared/lib/record-value'
import { LongSelect } from '@/shared/ui/long-select'
import { Loaded } from '../loaded'
import { LocaleFields } from '../locale-fields'
import { fieldError, formError, useSettingsWrite } from '../settings-api'
import { SettingsPanel } from '../settings-panel'
import { SettingsSection } from '../settings-section'
import { Branding } from './branding'
import { type Company, companyQuery } from './company-api'
import { useMonthNames, useWeekdayNames } from './use-calendar-names'

/** Who the company is, how dates and money are written in it, and how it looks. */
export function CompanySettings() {
  const { t } = useLingui()
  const query = useQuery(companyQuery)
  return (
    <SettingsSection title={t`Company`} help={t`What everybody in this workspace shares.`}>
      <Loaded query={query}>
        {(company) => (
          <>
            <Details company={company} />
            <Formats company={company} />
            <Branding company={company} />
          </>
        )}
      </Loaded>
    </SettingsSection>
  )
}

/** Characters of the parts of an address. */
const LONGEST: Partial<Record<string, number>> = { street: 300, postal_code: 20, city: 120, region: 120 }

/** What differs, so that saving puts back nothing that somebody else has changed meanwhile. */
const changesOf = <T extends object>(former: T, values: T) =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !sameValue(value, former[name as keyof T])),
  ) as Partial<T>

function useSave() {
  const { t } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const save = (body: Partial<Company>, onSaved: () => void) =>
    write.mutate(
      { method: 'PATCH', path: '/company/', body },
      {
        onSuccess: () => {
          onSaved()
          notifications.show({ message: t`Saved`, autoClose: 2500 })
        },
      },
    )
  return { save, busy: write.isPending, error: write.error }
}

function Details({ company }: { company: Company }) {
  const { t } = useLingui()
  const { save, busy, error } = useSave()
  const [name, setName] = useState(company.name)
  const [address, setAddress] = useState(company.address)
  const [former, setFormer] = useState({ name: company.name, address: company.address })
  const changed = changesOf(former, { name: name.trim(), address })
  const part = (key: keyof Company['address'], label: string) => (
    <TextInput
      label={label}
      value={address[key] ?? ''}
      maxLength={LONGEST[key]}
      error={fieldError(error, `address.${key}`)}
      onChange={(event) => setAddress({ ...address, [key]: event.currentTarget.value })}
    />
  )
  return (
    <SettingsPanel
      title={t`Name and address`}
      help={t`The name stands in the menu, at sign-in and in mails to your people.`}
      onSubmit={() => save(changed, () => setFormer({ name: name.trim(), address }))}
      isUnsaved={Object.keys(changed).length > 0}
      footer={<Button type="submit" loading={busy} disabled={!name.trim()}>{t`Save`}</Button>}
    >
      <Refusal error={formError(error, ['name', 'address'])} />
      <TextInput
        label={t`Name`}
        value={name}
        required
        withAsterisk={false}
        maxLength={200}
        error={fieldError(error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {part('street', t`Street`)}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        {part('postal_code', t`Postal code`)}
        {part('city', t`City`)}
        {part('region', t`State or province`)}
        <LongSelect
          label={t`Country`}
          choice={COUNTRIES}
          first={[{ value: '', label: '–' }]}
          value={address.country ?? ''}
          error={fieldError(error, 'address.country')}
          onChange={(country) => setAddress({ ...address, country })}
        />
      </SimpleGrid>
    </SettingsPanel>
  )
}

function Formats({ company }: { company: Company }) {
  const { t } = useLingui()
  const { user } = useMe()
  const { save, busy, error } = useSave()
  const weekdays = useWeekdayNames()
  const months = useMonthNames()
  const [values, setValues] = useState({
    locale: company.locale,
    time_zone: company.time_zone,
    currency: company.currency,
    first_weekday: company.first_weekday,
    fiscal_month: company.fiscal_month,
  })
  const [former, setFormer] = useState(values)
  const changed = changesOf(former, values)
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change })
  const saved = () => {
    setFormer(values)
    // Whoever has chosen no language of their own goes along.
    if (!user.chosen.locale) void activate(values.locale)
  }
  return (
    <SettingsPanel
      title={t`Language, time and money`}
      help={t`For everybody who has chosen nothing else in their profile. Periods such as “this week” and reports follow the company for everybody, so that all see the same numbers.`}
      onSubmit={() => save(changed, saved)}
      isUnsaved={Object.keys(changed).length > 0}
      footer={<Button type="submit" loading={busy}>{t`Save`}</Button>}
    >
      <Refusal error={formError(error, Object.keys(values))} />
      <LocaleFields
        locale={values.locale}
        zone={values.time_zone}
        currency={values.currency}
        localeError={fieldError(error, 'locale')}
        zoneError={fieldError(error, 'time_zone')}
        onLocale={(locale) => set({ locale })}
        onZone={(time_zone) => set({ time_zone })}
      />
      <LongSelect
        label={t`Currency`}
        description={t`New amounts are in it, and totals over several currencies.`}
        choice={CURRENCIES}
        value={values.currency}
        error={fieldError(error, 'currency')}
        onChange={(currency) => set({ currency })}
      />
      {values.currency !== company.currency && (
        <Alert color="yellow" variant="light">
          {t`Amounts that exist keep their currency. Exchange rates have to be entered anew: those to ${company.currency} rest until it is the company's currency again.`}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        <Select
          label={t`The week begins on`}
          data={weekdays.map((label, at) => ({ value: String(at + 1), label }))}
          value={String(values.first_weekday)}
          allowDeselect={false}
          onChange={(day) => day && set({ first_weekday: Number(day) })}
        />
        <Select
          label={t`The fiscal year begins in`}
          description={t`For “this fiscal year” in filters and on Home.`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={months.map((label, at) => ({ value: String(at + 1), label }))}
          value={String(values.fiscal_month)}
          allowDeselect={false}
          onChange={(month) => month && set({ fiscal_month: Number(month) })}
        />
      </SimpleGrid>
    </SettingsPanel>
  )
}

function Refusal({ error }: { error: string | undefined }) {
  if (!error) return null
  return (
    <Alert color="red" variant="light" role="alert">
      {error}
    </Alert>
  )
}
