import { useLingui } from '@lingui/react/macro'
import { useObject } from '@/shared/api/catalogue'
import type { components } from '@/shared/api/schema'
import { useFormat } from '@/shared/lib/format'
import classes from './settings.module.css'

type Effect = components['schemas']['EffectOnObject']

/** How many records somebody sees: exact, or more than can be counted quickly, or not told to this reader. */
export function RecordCount({ effect }: { effect: Pick<Effect, 'records' | 'more'> }) {
  const { t } = useLingui()
  const format = useFormat()
  if (effect.records === null) return <span title={t`Told to those who see all of them.`}>–</span>
  const count = format.number(effect.records)
  return <>{effect.more ? t`more than ${count}` : count}</>
}

/** The fields that roles hide or close. */
export function LimitedFields({ effect }: { effect: Pick<Effect, 'object' | 'hidden' | 'read_only'> }) {
  const { t } = useLingui()
  const fields = useObject(effect.object)?.fields ?? []
  const names = (hit: string[]) => hit.map((name) => fields.find((field) => field.name === name)?.label ?? name)
  const hidden = names(effect.hidden).join(', ')
  const closed = names(effect.read_only).join(', ')
  return (
    <>
      {hidden && <span className={classes.secondary}>{t`Hidden: ${hidden}`}</span>}
      {closed && <span className={classes.secondary}>{t`Read only: ${closed}`}</span>}
    </>
  )
}
