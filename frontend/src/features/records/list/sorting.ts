export interface SortKey {
  field: string
  descending: boolean
}

/** `-amount,name` as the API and the URL write it. */
export const parseSort = (text: string | undefined): SortKey[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => ({ field: part.replace(/^-/, ''), descending: part.startsWith('-') }))

export const formatSort = (keys: SortKey[]) =>
  keys.map(({ field, descending }) => `${descending ? '-' : ''}${field}`).join(',')

/** A click sorts up, then down, then not at all; with Shift the other columns stay. */
export function toggleSort(keys: SortKey[], field: string, additive: boolean): SortKey[] {
  const old = keys.find((key) => key.field === field)
  const next = !old ? { field, descending: false } : old.descending ? null : { field, descending: true }
  if (!additive) return next ? [next] : []
  if (!old) return next ? [...keys, next] : keys
  return keys.flatMap((key) => (key.field === field ? (next ?? []) : key))
}
