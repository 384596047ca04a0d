import { useLingui } from '@lingui/react/macro'
import { dateTimeFormat } from '@/shared/lib/intl'
import type { Dashboard, Period, Scope } from './home-api'

/** What periods and scopes are called, and the days that are compared. */
export function useHomeWords() {
  const { t } = useLingui()
  const periods: Record<Period, string> = {
    this_month: t`This month`,
    this_quarter: t`This quarter`,
    this_fiscal_quarter: t`This fiscal quarter`,
    this_year: t`This year`,
    this_fiscal_year: t`This fiscal year`,
    last_30_days: t`Last 30 days`,
  }
  const scopes: Record<Scope, string> = { mine: t`Mine`, team: t`My team`, all: t`Everyone` }
  const reaches: Record<Scope, string> = {
    mine: t`Only your own records: your roles open no others here.`,
    team: t`Only your team's records: your roles open no others here.`,
    all: '',
  }
  return { periods, scopes, reaches }
}

/** "1–28 Oct 2026": `end` is the first day after. */
export function spanText({ start, end }: Dashboard['span'], locale: string) {
  const format = dateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const last = new Date(`${end}T00:00:00Z`)
  last.setUTCDate(last.getUTCDate() - 1)
  return format.formatRange(new Date(`${start}T00:00:00Z`), last)
}
