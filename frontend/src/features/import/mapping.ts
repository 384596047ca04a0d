import { t } from '@lingui/core/macro'
import type { ObjectType } from '@/shared/api/types'
import { isWritable } from '@/shared/lib/record-value'
import type { Preview } from './import-api'

/** People are imported too, though they are no object of the catalogue. */
export const PEOPLE = 'users'

export interface Target {
  value: string
  label: string
}

const addressParts = (root: string, label: string): Target[] => [
  { value: `${root}.street`, label: t`${label}: street` },
  { value: `${root}.city`, label: t`${label}: city` },
  { value: `${root}.region`, label: t`${label}: region` },
  { value: `${root}.postal_code`, label: t`${label}: postal code` },
  { value: `${root}.country`, label: t`${label}: country` },
]

function personTargets(): Target[] {
  return [
    { value: 'name', label: t`Name` },
    { value: 'email', label: t`E-mail` },
    { value: 'first_name', label: t`First name` },
    { value: 'last_name', label: t`Last name` },
    { value: 'manager', label: t`Manager` },
    { value: 'team', label: t`Team` },
    { value: 'region', label: t`Region` },
    { value: 'role', label: t`Role` },
  ]
}

/** Where a column may go. */
export function targetsOf(object: ObjectType | undefined, name: string): Target[] {
  const external = { value: 'external_id', label: t`Id in the other system` }
  if (name === PEOPLE) return [...personTargets(), external]
  if (!object) return []
  const own = object.fields
    .filter(isWritable)
    .sort((a, b) => a.position - b.position)
    .flatMap((field) =>
      field.type === 'addresses' ? addressParts(field.name, field.label) : [{ value: field.name, label: field.label }],
    )
  const whole = object.name === 'contacts' || object.name === 'leads' ? [{ value: 'name', label: t`Full name` }] : []
  const deal =
    object.name === 'opportunities'
      ? [
          { value: 'product', label: t`Product` },
          { value: 'product.quantity', label: t`Product: quantity` },
          { value: 'product.unit_price', label: t`Product: unit price` },
          { value: 'close_date', label: t`Close date (actual or expected)` },
          { value: 'lead', label: t`Lead it came from` },
        ]
      : []
  return [...whole, ...own, ...deal, external, { value: 'id', label: t`Record id` }]
}

const SEVERAL = ' + '

/** Parts of the main address are offered without its name. */
const offered = (path: string) => path.replace(/\.main\.(street|city|region|postal_code|country)$/, '.$1')

/** How a select knows a target: one path, or several that the same column fills. */
const keyOf = (suggested: string | string[] | null) =>
  suggested === null ? null : [suggested].flat().map(offered).join(SEVERAL) || null

/** Suggested paths that are not among the standard targets (`account.external_id`) are offered all the same. */
export function withSuggested(targets: Target[], keys: (string | null)[], object: ObjectType | undefined): Target[] {
  const known = new Set(targets.map((target) => target.value))
  const extra = [...new Set(keys)].filter((key): key is string => key !== null && !known.has(key))
  return [...targets, ...extra.map((key) => ({ value: key, label: labelOfKey(key, targets, object) }))]
}

const labelOfKey = (key: string, targets: Target[], object: ObjectType | undefined) =>
  key
    .split(SEVERAL)
    .map((path) => labelOfPath(path, targets, object))
    .join(SEVERAL)

function labelOfPath(path: string, targets: Target[], object: ObjectType | undefined) {
  const exact = targets.find((target) => target.value === path)?.label
  if (exact) return exact
  const [root = path, ...rest] = path.split('.')
  const field = object?.fields.find((one) => one.name === root)
  const label = field?.label ?? targets.find((target) => target.value === root)?.label ?? root.replaceAll('_', ' ')
  const [first = '', second] = rest
  const kind = kindLabels()[first] ?? first.replaceAll('_', ' ')
  const part = second && addressParts(root, label).find((one) => one.value === `${root}.${second}`)?.label
  if (part) return `${part} (${kind})`
  const detail = [kind, ...rest.slice(1)].join(' ').replaceAll('_', ' ')
  return detail ? `${label}: ${detail}` : label
}

/** Which of several addresses, numbers or mails of a person or company. */
const kindLabels = (): Record<string, string> => ({
  billing: t`billing`,
  shipping: t`shipping`,
  work: t`work`,
  home: t`home`,
  mobile: t`mobile`,
  fax: t`fax`,
  private: t`private`,
  other: t`other`,
  third: t`third`,
})

export type Mapping = Record<string, string | null>

export const suggestedMapping = (preview: Preview): Mapping =>
  Object.fromEntries(preview.columns.map((column) => [column.name, keyOf(column.suggested)]))

/** Only the columns that go somewhere. */
export const sentMapping = (mapping: Mapping): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(mapping)
      .filter((entry): entry is [string, string] => Boolean(entry[1]))
      .map(([column, key]) => [column, key.includes(SEVERAL) ? key.split(SEVERAL) : key]),
  )

/** Whether the target takes numbers, which a file may count in thousands. */
export function isNumeric(key: string | null, object: ObjectType | undefined) {
  const type = object?.fields.find((field) => field.name === key)?.type
  return type === 'money' || type === 'number' || type === 'integer' || key === 'product.unit_price'
}

/** Targets that two columns claim; each may be filled by one only. */
export function doubled(mapping: Mapping): Set<string> {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const target of Object.values(mapping)) {
    if (!target) continue
    if (seen.has(target)) twice.add(target)
    seen.add(target)
  }
  return twice
}

/** Required fields that no column fills. */
export function missingRequired(object: ObjectType | undefined, mapping: Mapping): string[] {
  const filled = new Set(Object.values(mapping).filter(Boolean))
  return (object?.fields ?? [])
    .filter((field) => field.required && isWritable(field) && field.default === null && !filled.has(field.name))
    .filter((field) => !(field.name === 'last_name' && filled.has('name')))
    .filter((field) => ![...filled].some((path) => path?.startsWith(`${field.name}.`)))
    .map((field) => field.label)
}
