import { useCallback, useMemo } from 'react'
import type { Field, ObjectType } from '@/shared/api/types'
import { fieldByName } from '@/shared/lib/record-value'
import { useStored } from '@/shared/lib/use-stored'

interface StoredColumns {
  names: string[]
  sizes: Record<string, number>
}

const WIDTHS: Partial<Record<Field['type'], number>> = {
  money: 140,
  integer: 110,
  number: 110,
  date: 130,
  datetime: 140,
  boolean: 100,
  picklist: 140,
  reference: 180,
  email: 220,
  longtext: 260,
  addresses: 240,
}
export const SMALLEST = 80

export function defaultWidth(field: Field, object: ObjectType) {
  return field.name === object.title_field ? 260 : (WIDTHS[field.type] ?? 170)
}

/** The columns of an object's list as this user chose them in this browser; unknown ones drop out. */
export function useColumns(object: ObjectType, userId: string) {
  const [stored, setStored] = useStored<StoredColumns | null>(`${userId}:columns:${object.name}`, null)

  const columns = useMemo(() => {
    const names = stored?.names ?? object.default_columns
    const known = names.map((name) => fieldByName(object.fields, name)).filter((field) => field !== undefined)
    const title = fieldByName(object.fields, object.title_field)
    return title && !known.includes(title) ? [title, ...known] : known
  }, [stored, object])

  const sizes = stored?.sizes
  const widthOf = useCallback((field: Field) => sizes?.[field.name] ?? defaultWidth(field, object), [sizes, object])

  const names = columns.map((field) => field.name)
  const choose = (next: string[]) => setStored({ names: next, sizes: sizes ?? {} })
  const resize = (name: string, width: number) =>
    setStored({ names, sizes: { ...sizes, [name]: Math.max(SMALLEST, Math.round(width)) } })
  const reset = () => setStored(undefined)
  return { columns, widthOf, choose, resize, reset, isCustomised: stored !== null }
}
