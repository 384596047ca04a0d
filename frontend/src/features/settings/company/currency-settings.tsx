import { useLingui } from '@lingui/react/macro'
import { Button, MultiSelect, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { withLaterTexts } from '@/shared/i18n/activate'
import { CURRENCIES } from '@/shared/i18n/long-choices'
import { whenShown } from '@/shared/on-use/on-use'
import { Loaded } from '../loaded'
import { fieldError, useSettingsWrite } from '../settings-api'
import { SettingsPanel } from '../settings-panel'
import { SettingsSection } from '../settings-section'
import { type Company, companyQuery } from './company-api'
import { RateForm } from './rate-form'

const RateTable = whenShown(withLaterTexts(() => import('./rate-table').then((m) => m.RateTable)))
const RateFile = whenShown(withLaterTexts(() => import('./rate-file').then((m) => m.RateFile)))

/** Which currencies the company sells in, and what they are worth to it. */
export function CurrencySettings() {
  const { t } = useLingui()
  const query = useQuery(companyQuery)
  return (
    <SettingsSection
      title={t`Currencies and rates`}
      help={t`Amounts keep their own currency. With rates, lists and boards also show one total, marked with ≈.`}
    >
      <Loaded query={query}>
        {(company) => (
          <>
            <Used company={company} />
            <Rates company={company} />
          </>
        )}
      </Loaded>
    </SettingsSection>
  )
}

function Used({ company }: { company: Company }) {
  const { t, i18n } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const [used, setUsed] = useState(company.currencies)
  const [near, setNear] = useState(false)
  const offered = useMemo(
    () => (near ? CURRENCIES.all(i18n.locale) : used.map((one) => CURRENCIES.one(one, i18n.locale))),
    [near, used, i18n.locale],
  )
  const own = CURRENCIES.one(company.currency, i18n.locale).label
  return (
    <SettingsPanel
      title={t`Currencies in use`}
      help={t`They are offered wherever an amount is entered. The company's own currency is chosen under Company.`}
      onSubmit={() =>
        write.mutate(
          { method: 'PATCH', path: '/company/', body: { currencies: used } },
          { onSuccess: () => notifications.show({ message: t`Saved`, autoClose: 2500 }) },
        )
      }
      isUnsaved={used.join() !== company.currencies.join()}
      footer={
        <Button
          type="submit"
          loading={write.isPending}
          disabled={used.join() === company.currencies.join()}
        >{t`Save`}</Button>
      }
    >
      <Text size="sm">{t`The company's own: ${own}`}</Text>
      <MultiSelect
        label={t`Others`}
        data={offered.filter((one) => one.value !== company.currency)}
        value={used}
        searchable
        limit={100}
        nothingFoundMessage={t`Nothing found.`}
        onFocus={() => setNear(true)}
        error={fieldError(write.error, 'currencies')}
        onChange={setUsed}
      />
    </SettingsPanel>
  )
}

function Rates({ company }: { company: Company }) {
  const { t } = useLingui()
  const [currency, setCurrency] = useState('')
  return (
    <SettingsPanel
      title={t`Exchange rates`}
      help={t`Open deals count at today's rate, closed ones at the rate of the day they were closed. A day has the latest rate entered for it or before; days before the first one have the first.`}
    >
      {company.currencies.length === 0 ? (
        <Text size="sm" c="dimmed">{t`Choose the other currencies first, or read rates from a file.`}</Text>
      ) : (
        <RateForm company={company} />
      )}
      <RateFile base={company.currency} />
      <RateTable company={company} currency={currency} onCurrency={setCurrency} />
    </SettingsPanel>
  )
}
