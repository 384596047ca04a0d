import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { HistoryEntry } from './history-api'

/** An action as people say it: “Changed Phone of Acme”, “Deleted 12 contacts”. */
export function useHistoryWords() {
  const { t } = useLingui()
  return (entry: HistoryEntry) => {
    const many = plural(entry.count, { one: '# record', other: '# records' })
    const whole = entry.object_label
    const name = entry.record?.name ?? t`a record that you may not see`
    const what = entry.count === 1 ? name : `${whole}: ${many}`
    const fields = entry.fields.join(', ')
    switch (entry.action) {
      case 'delete':
      case 'bulk_delete':
        return t`Deleted ${what}`
      case 'restore':
      case 'bulk_restore':
        return t`Restored ${what}`
      case 'convert':
        return t`Converted ${what}`
      case 'merge':
        // The first of its records is the one that stays.
        return t`Merged ${whole}: ${plural(entry.count - 1, { one: '# record', other: '# records' })} into ${name}`
      case 'move':
        return t`Moved ${what}`
      case 'bulk_assign':
        return t`Handed over ${what}`
      case 'hand_over':
        return entry.count > 0 ? t`Handed over a person's records: ${many}` : t`Handed over a person's shared views`
      case 'remove-file':
        return t`Removed a file from ${what}`
      case 'import':
        return t`Imported ${name} into ${whole}: ${many}`
      default:
        return fields ? t`Changed ${fields} of ${what}` : t`Changed ${what}`
    }
  }
}
