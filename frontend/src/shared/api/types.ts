import type { Total } from '@/shared/lib/money'
import type { components } from './schema'

/**
 * Shapes that no static schema can describe: what a record holds is decided by the tenant's catalogue.
 * Types of fixed endpoints come from the generated schema.
 */

export type FieldType =
  | 'text'
  | 'longtext'
  | 'integer'
  | 'number'
  | 'money'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'picklist'
  | 'multipicklist'
  | 'email'
  | 'phone'
  | 'url'
  | 'reference'
  | 'emails'
  | 'phones'
  | 'addresses'

export type Operator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'nin'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'between'
  | 'contains'
  | 'icontains'
  | 'startswith'
  | 'empty'
  | 'relative'
  | 'was'

export interface Choice {
  value: string
  label: string
  color?: string | null
}

export interface Field {
  name: string
  label: string
  type: FieldType
  help: string
  required: boolean
  read_only: boolean
  access: 'read' | 'write'
  custom: boolean
  /** Showing it is written into the audit trail. */
  sensitive?: boolean
  filterable: boolean
  sortable: boolean
  searchable: boolean
  unique: boolean
  operators: Operator[]
  choices: Choice[] | null
  reference: { object: string } | null
  default: FieldValue
  max_length: number | null
  /** A text of a form of its own, which people are shown and asked for in words. */
  format?: 'recurrence' | null
  section: string
  position: number
  /** Has no stored value: a formula over the record, or a roll-up of what refers to it. */
  computed?: 'formula' | 'rollup' | null
  limits?: FieldLimits | null
}

export interface FieldLimits {
  min: number | string | null
  max: number | string | null
  min_length: number | null
  max_length: number | null
  pattern: string | null
  pattern_help: string | null
}

export interface Section {
  name: string
  label: string
  columns: number
  /** In the order of the record page; only what the reader may see. */
  fields: string[]
}

export interface ObjectType {
  name: string
  label: string
  label_plural: string
  icon: string
  help?: string
  custom: boolean
  title_field: string
  permissions: { create: boolean; read: boolean; update: boolean; delete: boolean }
  default_columns: string[]
  default_sort: string
  navigation: boolean
  features: string[]
  /** Sets of fields: records with the same in all of one set are probably the same. */
  alike: string[][]
  sections: Section[]
  fields: Field[]
  /** Of activities: by object, the field that leads to what one is about. */
  subjects?: Record<string, string>
}

/** `name` is null when the reader may not see the record pointed at. */
export interface Reference {
  id: string
  name: string | null
}

/** `amount` counts minor units (cents). */
export interface Money {
  amount: number
  currency: string
}

export interface LabelledValue {
  value: string
  label: string
}

export interface Address {
  label: string
  street: string
  city: string
  region: string
  postal_code: string
  country: string
}

export type FieldValue = string | number | boolean | null | Reference | Money | string[] | LabelledValue[] | Address[]

export interface CrmRecord {
  id: string
  version?: number
  custom?: Record<string, FieldValue>
  /** What this person may do to it beyond reading: `update`, `delete`; absent where it was not asked. */
  allow?: string[]
  [field: string]: FieldValue | Record<string, FieldValue> | undefined
}

export interface Page<T> {
  results: T[]
  next: string | null
  previous?: string | null
  count?: number
  count_is_estimate?: boolean
  /** Only of the Trash: what merged records are part of now. */
  merged_into?: Record<string, Reference>
}

export type Scope = 'none' | 'own' | 'team' | 'team_and_below' | 'all'

export type Announced = components['schemas']['Announced']
/** The feature flags that the server declares: another name is an error. */
export type Flag = NonNullable<components['schemas']['Me']['flags']>[number]

export interface Me {
  user: {
    id: string
    name: string
    email: string
    /** Their own, else the company's; `chosen` is empty where they follow the company. */
    locale: string
    time_zone: string
    chosen: { locale: string; time_zone: string }
    preferences: {
      theme: 'light' | 'dark' | 'auto'
      density: 'comfortable' | 'compact'
      single_keys: boolean
      /** 1 is Monday, 7 is Sunday; 0: as the company's. */
      first_weekday: number
    }
  }
  roles: Reference[]
  teams: Reference[]
  tenant: {
    id: string
    slug: string
    name: string
    currency: string
    currencies: string[]
    locale: string
    time_zone: string
    first_weekday: number
    fiscal_month: number
    accent: string
    logo: string | null
    state: string
    /** Why it is suspended, locked or closing. */
    state_reason: string
    /** When a closing one is erased. */
    erase_at: string | null
    /** A copy to try things out. */
    is_sandbox: boolean
    support_email: string
    is_operators: boolean
  }
  rights: string[]
  objects: Record<string, { create: boolean; read: Scope; update: Scope; delete: Scope }>
  /** This very session is an operator's. */
  support: { id: string; operator: string; until: string; writes: boolean; back: string } | null
  /** Support sessions of now, for whoever may end them. */
  supported: { id: string; operator: string; user: string; until: string; writes: boolean }[]
  /** What the operators tell people now or within a day; absent in what was kept by an older release. */
  announcements?: Announced[]
  /** Those that are on here. */
  flags?: Flag[]
  entitlements: {
    plan: string
    plan_name: string
    limits: Record<string, number | null>
    features: string[]
    billing: boolean
  }
}

export interface FilterCondition {
  field: string
  op: Operator
  value?: unknown
}

export type Filter = FilterCondition | { and: Filter[] } | { or: Filter[] } | { not: Filter }

export interface Change {
  field: string
  label: string
  from: unknown
  to: unknown
}

export interface ViewColumn {
  field: string
  width?: number | null
  pinned?: boolean
}

export type Sharing = 'private' | 'team' | 'everyone'

/** A saved view as its reader may use it; `withheld` names parts that were left out for them. */
export interface SavedView {
  id: string
  object: string
  kind: 'list' | 'board'
  name: string
  filter: Filter | null
  search: string
  sort: string[]
  columns: ViewColumn[]
  my_columns: ViewColumn[] | null
  group_by: string | null
  pipeline: string | null
  withheld: ('filter' | 'sort' | 'group_by')[]
  shared: Sharing
  team: Reference | null
  owner: Reference
  position: number
  is_default: boolean
  editable: boolean
}

export interface FieldSums {
  field: string
  sums: { currency?: string | null; amount?: number; value?: number }[]
  /** In the company's currency, where there are others. */
  total?: Total
}

export interface RecordGroup {
  /** Null for rows without a value; the first day of a period. */
  value: FieldValue
  label: string | null
  count: number
  sums: FieldSums[]
  /** Finds the rows of the group. */
  filter: Filter
}

export interface RecordGroups {
  group_by: string
  count: number
  sums: FieldSums[]
  groups: RecordGroup[]
  remainder: { groups: number; count: number } | null
}
