import { t } from '@lingui/core/macro'
import type { Field, Filter, FilterCondition, ObjectType, Operator } from '@/shared/api/types'
import { isObjectTarget } from '@/shared/fields/targets'
import { isBlank, TECHNICAL } from '@/shared/lib/record-value'

/** A rule of the builder; `field` is a path: `name`, `custom.tier`, `account.industry`. */
export interface Rule {
  kind: 'rule'
  id: string
  field: string
  op: Operator
  value: unknown
}

export interface RuleGroup {
  kind: 'group'
  id: string
  join: 'and' | 'or'
  negated: boolean
  rules: (Rule | RuleGroup)[]
}

export interface FilterField {
  path: string
  label: string
  field: Field
}

let counter = 0
const newId = () => `f${++counter}`

export const emptyGroup = (join: 'and' | 'or' = 'and'): RuleGroup => ({
  kind: 'group',
  id: newId(),
  join,
  negated: false,
  rules: [],
})

export const newRule = (field: FilterField): Rule => ({
  kind: 'rule',
  id: newId(),
  field: field.path,
  op: defaultOperator(field.field),
  value: defaultValue(field.field, defaultOperator(field.field)),
})

/** No field of the record: whether the reader follows it. */
export const FOLLOWED = 'followed'

function followedField(): FilterField {
  const label = t`Followed by me`
  const field: Field = {
    ...{ name: FOLLOWED, label, help: '', type: 'boolean', access: 'read', section: '', position: 0 },
    ...{ required: false, read_only: true, custom: false, unique: false, filterable: true, sortable: false },
    ...{ searchable: false, choices: null, reference: null, default: null, max_length: null, operators: ['eq'] },
  }
  return { path: FOLLOWED, label, field }
}

/** Every field that may be filtered by: the object's own, and one reference further. */
export function filterFields(object: ObjectType, catalogue: ObjectType[]): FilterField[] {
  const usable = (field: Field) => field.filterable && field.operators.length > 0 && !TECHNICAL.has(field.name)
  const own = object.fields.filter(usable).map((field) => ({ path: field.name, label: field.label, field }))
  const related = object.fields
    .filter((field) => field.type === 'reference' && usable(field))
    .flatMap((reference) => {
      const target = catalogue.find((candidate) => candidate.name === reference.reference?.object)
      return (target?.fields ?? [])
        .filter((field) => usable(field) && field.type !== 'reference')
        .map((field) => ({
          path: `${reference.name}.${field.name}`,
          label: `${reference.label} › ${field.label}`,
          field,
        }))
    })
  return [...own, followedField(), ...related]
}

/** The field that a path leads to, over as many references as it follows; undefined where the reader sees none. */
export function fieldAt(path: string, object: ObjectType, catalogue: ObjectType[]): FilterField | undefined {
  const own = object.fields.find((field) => field.name === path)
  if (own) return { path, label: own.label, field: own }
  if (path === FOLLOWED) return followedField()
  const reference = object.fields.find((field) => field.reference && path.startsWith(`${field.name}.`))
  if (reference?.reference && !isObjectTarget(reference.reference.object))
    return { path, label: reference.label, field: { ...reference, type: 'text', reference: null } }
  const target = catalogue.find((one) => one.name === reference?.reference?.object)
  const further = reference && path.slice(reference.name.length + 1)
  if (!reference || !target || !further || further === FOLLOWED) return undefined
  const found = fieldAt(further, target, catalogue)
  return found && { ...found, path, label: `${reference.label} › ${found.label}` }
}

/** The filter without its conditions on fields that `isSeen` does not know; undefined where none is left. */
export function withoutUnseen(filter: Filter, isSeen: (path: string) => boolean): Filter | undefined {
  if (isCondition(filter)) return isSeen(filter.field) ? filter : undefined
  if ('not' in filter) {
    const inner = withoutUnseen(filter.not, isSeen)
    return inner && { not: inner }
  }
  const parts = ('and' in filter ? filter.and : filter.or)
    .map((part) => withoutUnseen(part, isSeen))
    .filter((part): part is Filter => part !== undefined)
  if (parts.length === 0) return undefined
  return 'and' in filter ? { and: parts } : { or: parts }
}

const PREFERRED: Partial<Record<Field['type'], Operator>> = {
  text: 'icontains',
  longtext: 'icontains',
  email: 'icontains',
  phone: 'icontains',
  url: 'icontains',
  emails: 'icontains',
  phones: 'icontains',
  addresses: 'icontains',
  picklist: 'in',
  multipicklist: 'in',
  reference: 'in',
  integer: 'gte',
  number: 'gte',
  money: 'gte',
  date: 'relative',
  datetime: 'relative',
}

export function defaultOperator(field: Field): Operator {
  const preferred = PREFERRED[field.type]
  return preferred && field.operators.includes(preferred) ? preferred : (field.operators[0] ?? 'eq')
}

/** What is offered for a field: nobody types several instants, but an address may ask for them. */
export const offeredOperators = ({ type, operators }: Field, chosen: Operator): Operator[] =>
  operators.filter((op) => type !== 'datetime' || (op !== 'in' && op !== 'nin') || op === chosen)

export function defaultValue(field: Field, op: Operator): unknown {
  if (op === 'empty') return true
  if (op === 'in' || op === 'nin' || op === 'was') return []
  if (op === 'between') return [null, null]
  if (op === 'relative') return 'last_30_days'
  return field.type === 'boolean' ? true : null
}

const isComplete = ({ op, value }: Rule) => {
  if (op === 'between') return Array.isArray(value) && value.length === 2 && !value.some(isBlank)
  return !isBlank(value)
}

/** What the API takes; rules that are not filled in yet do not count. Undefined: no filter at all. */
export function toFilter(group: RuleGroup): Filter | undefined {
  const parts = group.rules
    .map((rule) => (rule.kind === 'group' ? toFilter(rule) : isComplete(rule) ? conditionOf(rule) : undefined))
    .filter((part): part is Filter => part !== undefined)
  if (parts.length === 0) return undefined
  const joined: Filter = group.join === 'and' ? { and: parts } : { or: parts }
  return group.negated ? { not: joined } : joined
}

/** References are kept with their names while one edits, and sent as ids. */
const plainValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainValue)
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value
}

const conditionOf = ({ field, op, value }: Rule): FilterCondition => ({ field, op, value: plainValue(value) })

export const isCondition = (filter: Filter): filter is FilterCondition => 'field' in filter

/** The builder's form of a filter, whoever wrote it. */
export function fromFilter(filter: Filter | null | undefined): RuleGroup {
  if (!filter) return emptyGroup()
  if (isCondition(filter)) return { ...emptyGroup(), rules: [ruleOf(filter)] }
  if ('not' in filter) {
    const inner = fromFilter(filter.not)
    return inner.negated ? { ...emptyGroup(), negated: true, rules: [inner] } : { ...inner, negated: true }
  }
  const [join, parts] = 'and' in filter ? (['and', filter.and] as const) : (['or', filter.or] as const)
  return {
    ...emptyGroup(join),
    rules: (Array.isArray(parts) ? parts : []).map((part) => (isCondition(part) ? ruleOf(part) : fromFilter(part))),
  }
}

const ruleOf = ({ field, op, value }: FilterCondition): Rule => ({ kind: 'rule', id: newId(), field, op, value })

/** How many conditions hold in all. */
export function countRules(filter: Filter | null | undefined): number {
  if (!filter) return 0
  if (isCondition(filter)) return 1
  if ('not' in filter) return countRules(filter.not)
  return ('and' in filter ? filter.and : filter.or).reduce((sum, part) => sum + countRules(part), 0)
}

/** A copy of the tree in which the node with that id is replaced, or taken out when `change` gives null. */
export function changeNode(
  group: RuleGroup,
  id: string,
  change: (node: Rule | RuleGroup) => Rule | RuleGroup | null,
): RuleGroup {
  const rules = group.rules.flatMap((node) => {
    if (node.id === id) return change(node) ?? []
    return node.kind === 'group' ? changeNode(node, id, change) : node
  })
  return { ...group, rules }
}
