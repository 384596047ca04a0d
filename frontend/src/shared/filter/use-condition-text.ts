import { useLingui } from '@lingui/react/macro'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { get } from '@/shared/api/http'
import { recordQuery } from '@/shared/api/records'
import type { Filter, FilterCondition, ObjectType, Page, Reference } from '@/shared/api/types'
import { changeText } from '@/shared/fields/change-text'
import { isObjectTarget, pipelinesQuery } from '@/shared/fields/targets'
import { type Format, useFormat } from '@/shared/lib/format'
import { isReference, titleOf } from '@/shared/lib/record-value'
import { type FilterField, FOLLOWED, fieldAt, filterFields, isCondition } from './model'
import { useOperatorLabels, usePeriodText } from './wording'

export const conditionsIn = (filter: Filter): FilterCondition[] => {
  if (isCondition(filter)) return [filter]
  if ('not' in filter) return conditionsIn(filter.not)
  return ('and' in filter ? filter.and : filter.or).flatMap(conditionsIn)
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const idOf = (value: unknown) => (isReference(value) ? value.id : String(value))

/** Names of all that the conditions refer to: people, stages, records. */
function useNames(filter: Filter | undefined, fields: FilterField[], catalogue: ObjectType[]) {
  const used = useMemo(() => {
    const found = new Map<string, Set<string>>()
    for (const condition of filter ? conditionsIn(filter) : []) {
      const target = fields.find((one) => one.path === condition.field)?.field.reference?.object
      if (!target || typeof condition.value === 'boolean') continue
      const ids = found.get(target) ?? new Set()
      for (const value of listOf(condition.value)) if (value) ids.add(idOf(value))
      found.set(target, ids)
    }
    return found
  }, [filter, fields])
  const targets = [...used].flatMap(([target, ids]) => [...ids].map((id) => ({ target, id })))
  const objects = targets.filter(({ target }) => isObjectTarget(target))
  const records = useQueries({
    queries: objects.map(({ target, id }) => ({ ...recordQuery(target, id), retry: false, staleTime: 60_000 })),
  })
  const users = useQuery({
    queryKey: ['users', 'names'],
    queryFn: async ({ signal }) => (await get<Page<Reference>>('/users/', undefined, signal)).results,
    enabled: used.has('users'),
    staleTime: 60_000,
  })
  const pipelines = useQuery({ ...pipelinesQuery, enabled: used.has('stages') || used.has('pipelines') })
  const names = new Map<string, string>()
  for (const one of users.data ?? []) names.set(one.id, one.name ?? '')
  for (const one of pipelines.data ?? []) {
    names.set(one.id, one.name)
    for (const stage of one.stages) names.set(stage.id, stage.name)
  }
  objects.forEach(({ target, id }, at) => {
    const title = catalogue.find((one) => one.name === target)?.title_field ?? 'name'
    const record = records[at]?.data
    if (record) names.set(id, titleOf(record, title))
  })
  return names
}

/** Puts conditions and whole filters into words. */
export function useConditionText(object: ObjectType, filter: Filter | undefined) {
  const { t } = useLingui()
  const format = useFormat()
  const catalogue = useCatalogue()
  const fields = useMemo(() => filterFields(object, catalogue), [object, catalogue])
  const names = useNames(filter, fields, catalogue)
  const operator = useOperatorLabels()
  const period = usePeriodText()

  const valueText = (field: FilterField['field'], value: unknown, fmt: Format): string => {
    if (field.type !== 'reference') return changeText(value, field, fmt)
    if (value === 'me') return t`me`
    if (value === 'my_team') return t`my team`
    return (isReference(value) && value.name) || names.get(idOf(value)) || t`another record`
  }
  const condition = ({ field: path, op, value }: FilterCondition): string => {
    const found = fields.find((one) => one.path === path) ?? fieldAt(path, object, catalogue)
    if (!found) return t`A field that you can't see`
    const { field, label } = found
    if (path === FOLLOWED) return (value === true) === (op === 'eq') ? t`Followed by me` : t`Not followed by me`
    if (op === 'empty') return value === false ? t`${label} is not empty` : t`${label} is empty`
    const word = operator(op, field.type)
    if (op === 'relative') return `${label} ${word} ${period(String(value))}`
    if (op === 'between') {
      const [from, to] = listOf(value)
      return t`${label} is between ${valueText(field, from, format)} and ${valueText(field, to, format)}`
    }
    // “Owner is me” can't be said in every language.
    if (op === 'eq' && (value === 'me' || value === 'my_team')) return `${label}: ${valueText(field, value, format)}`
    const values = listOf(value).map((one) => valueText(field, one, format))
    const shown = values.length > 3 ? [...values.slice(0, 3), `+${values.length - 3}`] : values
    return `${label} ${word} ${shown.join(', ')}`
  }
  const whole = (node: Filter, inner = false): string => {
    if (isCondition(node)) return condition(node)
    if ('not' in node) return t`not (${whole(node.not)})`
    const parts = 'and' in node ? node.and : node.or
    const text = parts.map((part) => whole(part, true)).join('and' in node ? t` and ` : t` or `)
    return inner && parts.length > 1 ? `(${text})` : text
  }
  return whole
}
