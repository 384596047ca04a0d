import { useLingui } from '@lingui/react/macro'
import { Select, SimpleGrid } from '@mantine/core'
import { useMemo, useState } from 'react'
import { countries, joinLocale, LOCALES, languageName, languageOf, regionOf } from '@/shared/i18n/locales'
import { makeFormat } from '@/shared/lib/format'
import classes from './settings.module.css'

interface Props {
  /** `de-AT`; empty: as the company's, where that is offered. */
  locale: string
  zone: string
  currency: string
  /** What people get who choose nothing; without it a choice must be made. */
  inherited?: { locale: string; zone: string }
  onLocale: (locale: string) => void
  onZone: (zone: string) => void
  localeError?: string | undefined
  zoneError?: string | undefined
}

/** Language, region and time zone, with an example of what they make of dates and numbers. */
export function LocaleFields({ locale, zone, currency, inherited, onLocale, onZone, ...errors }: Props) {
  const { t, i18n } = useLingui()
  const effective = locale || inherited?.locale || 'en'
  const effectiveZone = zone || inherited?.zone || 'UTC'
  const language = locale ? languageOf(locale) : ''
  const asCompany = (name: string) => (inherited ? [{ value: '', label: t`As the company: ${name}` }] : [])
  // Six hundred choices stand in the page only once somebody comes near them.
  const [near, setNear] = useState(false)
  const regions = useMemo(() => countries(i18n.locale), [i18n.locale])
  const zones = useMemo(
    () => [...new Set([effectiveZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].filter(Boolean),
    [effectiveZone],
  )
  const offered = <T extends { value: string }>(all: T[], chosen: string) =>
    near ? all : all.filter(({ value }) => value === chosen)
  return (
    <div className={classes.contents} onFocusCapture={() => setNear(true)}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        <Select
          label={t`Language`}
          data={[
            ...asCompany(languageName(languageOf(inherited?.locale))),
            ...LOCALES.map((value) => ({ value, label: languageName(value) })),
          ]}
          value={language}
          allowDeselect={false}
          error={errors.localeError}
          onChange={(next) => next !== null && onLocale(next ? joinLocale(next, regionOf(effective)) : '')}
        />
        <Select
          label={t`Region`}
          data={[{ value: '', label: t`As the language` }, ...offered(regions, regionOf(locale))]}
          value={regionOf(locale)}
          disabled={!language}
          searchable
          limit={300}
          allowDeselect={false}
          nothingFoundMessage={t`Nothing found.`}
          onChange={(next) => next !== null && onLocale(joinLocale(language, next))}
        />
      </SimpleGrid>
      <Select
        label={t`Time zone`}
        data={[
          ...asCompany(inherited?.zone ?? ''),
          ...offered(
            zones.map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
            zone,
          ),
        ]}
        value={zone}
        searchable
        limit={100}
        allowDeselect={false}
        nothingFoundMessage={t`Nothing found.`}
        error={errors.zoneError}
        onChange={(next) => next !== null && onZone(next)}
      />
      <Sample locale={effective} zone={effectiveZone} currency={currency} />
    </div>
  )
}

function Sample({ locale, zone, currency }: { locale: string; zone: string; currency: string }) {
  const { t } = useLingui()
  const format = makeFormat(locale, zone, currency)
  const now = new Date().toISOString()
  return (
    <p className={classes.sample}>
      {t`So it looks:`}{' '}
      <span className="numeric">
        {format.dateTime(now)} · {format.number(1234567.89)} · {format.money({ amount: 123_456, currency })}
      </span>
    </p>
  )
}
