import { useLingui } from '@lingui/react/macro'
import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useMe } from '@/shared/api/me'
import { useFormat } from '@/shared/lib/format'
import classes from './home.module.css'
import { type Dashboard, type HomeState, PERIODS, type Period, type Scope } from './home-api'
import { spanText, useHomeWords } from './use-home-words'

/** Those of the company's own year, where it does not begin with the calendar's. */
function useOffered(chosen: Period): Period[] {
  const { fiscal_month: month } = useMe().tenant
  const same = new Set<Period>()
  if (month === 1) same.add('this_fiscal_year')
  if (month % 3 === 1) same.add('this_fiscal_quarter')
  return PERIODS.filter((one) => one === chosen || !same.has(one))
}

/** Of when and of whom the numbers are, and of which pipeline the tiles tell stage by stage. */
export function HomeFilters({ dashboard, onState }: { dashboard: Dashboard; onState: (change: HomeState) => void }) {
  const { t } = useLingui()
  const { locale } = useFormat()
  const { periods, scopes } = useHomeWords()
  const offered = useOffered(dashboard.period)
  const control = useRef<HTMLDivElement>(null)
  // On a phone they are wider than the screen.
  useEffect(() => {
    const chosen = control.current?.querySelector(`[value=${dashboard.period}]`)
    chosen?.nextElementSibling?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [dashboard.period])
  const { scope, pipeline, pipelines } = dashboard
  return (
    <div className={classes.filters}>
      <SegmentedControl
        ref={control}
        className={classes.periods}
        size="xs"
        aria-label={t`Period`}
        data={offered.map((value) => ({ value, label: periods[value] }))}
        value={dashboard.period}
        onChange={(value) => onState({ period: value as Period })}
      />
      {dashboard.scopes.length > 1 ? (
        <SegmentedControl
          size="xs"
          aria-label={t`Whose records`}
          data={dashboard.scopes.map((value) => ({ value, label: scopes[value] }))}
          value={scope}
          onChange={(value) => onState({ scope: value as Scope })}
        />
      ) : (
        <span className={classes.hint}>{t`Your own records`}</span>
      )}
      {pipeline && pipelines.length > 1 && (
        <span className={classes.stagesOf}>
          {/* All other numbers are of all pipelines. */}
          <span className={classes.hint} aria-hidden>{t`Stages of`}</span>
          <NativeSelect
            size="xs"
            w={180}
            aria-label={t`Pipeline`}
            data={pipelines.map((one) => ({ value: one.id, label: one.name ?? '' }))}
            value={pipeline.id}
            onChange={({ currentTarget }) => onState({ pipeline: currentTarget.value })}
          />
        </span>
      )}
      <span className={classes.hint}>
        {spanText(dashboard.span, locale)} · {dashboard.time_zone}
      </span>
    </div>
  )
}
