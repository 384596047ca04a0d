import { useLingui } from '@lingui/react/macro'
import IconRepeat from '@tabler/icons-react/dist/esm/icons/IconRepeat.mjs'
import { recurrenceText } from '@/shared/fields/recurrence'
import type { Format } from '@/shared/lib/format'

/** Says that there is a next one, and when. */
export function RepeatMark({ rule, format }: { rule: string; format: Format }) {
  const { t } = useLingui()
  const label = t`Repeats: ${recurrenceText(rule, format)}`
  return (
    <span role="img" aria-label={label} title={label} style={{ display: 'inline-flex', flex: 'none' }}>
      <IconRepeat size={13} stroke={1.8} aria-hidden />
    </span>
  )
}
