import type { CrmRecord, RecordGroup } from '@/shared/api/types'

/** A line of the grid: a record, the head of a group, or the way to a group's further rows. */
export type GridItem =
  | { kind: 'record'; key: string; record: CrmRecord }
  | { kind: 'group'; key: string; group: RecordGroup; open: boolean }
  | { kind: 'more'; key: string; group: RecordGroup; loading: boolean }

export const recordsOf = (items: GridItem[]): CrmRecord[] =>
  items.flatMap((item) => (item.kind === 'record' ? [item.record] : []))
