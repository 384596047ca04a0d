import { useLingui } from '@lingui/react/macro'
import { Select, SimpleGrid } from '@mantine/core'
import { joinLocale, LOCALES, languageName, languageOf, regionOf } from '@/shared/i18n/locales'
import { COUNTRIES, TIME_ZONES } from '@/shared/i18n/long-choices'
import { makeFormat } from '@/shared/lib/format'
import { LongSelect } from '@/shared/ui/long-select'
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
  const { t } = useLingui()
  const effective = locale || inherited?.locale || 'en'
  const effectiveZone = zone || inherited?.zone || 'UTC'
  const language = locale ? languageOf(locale) : ''
  const asCompany = (name: string) => (inherited ? [{ value: '', label: t`As the company: ${name}` }] : [])
  return (
    <div className={classes.contents}>
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
        <LongSelect
          label={t`Region`}
          choice={COUNTRIES}
          first={[{ value: '', label: t`As the language` }]}
          value={regionOf(locale)}
          disabled={!language}
          onChange={(next) => onLocale(joinLocale(language, next))}
        />
      </SimpleGrid>
      <LongSelect
        label={t`Time zone`}
        choice={TIME_ZONES}
        limit={100}
        first={asCompany(inherited?.zone ?? '')}
        value={zone}
        error={errors.zoneError}
        onChange={onZone}
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
