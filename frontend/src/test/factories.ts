import type { Field, Me, ObjectType } from '@/shared/api/types'

export const makeField = (part: Partial<Field> & Pick<Field, 'name' | 'type'>): Field => ({
  label: part.name,
  help: '',
  required: false,
  read_only: false,
  access: 'write',
  custom: part.name.startsWith('custom.'),
  filterable: true,
  sortable: true,
  searchable: false,
  unique: false,
  operators: ['eq', 'ne', 'empty'],
  choices: null,
  reference: null,
  default: null,
  max_length: null,
  section: 'general',
  position: 0,
  ...part,
})

/** An object whose one section holds all its fields, unless the test lays it out. */
export const makeObject = (part: Partial<ObjectType> = {}): ObjectType => {
  const object = bareObject(part)
  if (part.sections) return object
  const fields = object.fields.map((field) => field.name)
  return { ...object, sections: [{ name: 'general', label: 'General', columns: 1, fields }] }
}

const bareObject = (part: Partial<ObjectType>): ObjectType => ({
  name: 'contacts',
  label: 'Contact',
  label_plural: 'Contacts',
  icon: 'user',
  custom: false,
  title_field: 'name',
  permissions: { create: true, read: true, update: true, delete: true },
  default_columns: ['name', 'email'],
  default_sort: 'name',
  navigation: true,
  features: ['timeline', 'search'],
  alike: [],
  sections: [],
  fields: [
    makeField({ name: 'last_name', label: 'Last name', type: 'text', required: true, position: 1 }),
    makeField({ name: 'name', label: 'Name', type: 'text', read_only: true, position: 2 }),
    makeField({
      name: 'email',
      label: 'E-mail',
      type: 'email',
      operators: ['eq', 'icontains', 'empty'],
      position: 3,
    }),
    makeField({ name: 'amount', label: 'Amount', type: 'money', operators: ['gte', 'between'], position: 4 }),
  ],
  ...part,
})

export const makeMe = (part: Partial<Me> = {}): Me => ({
  user: {
    id: 'u1',
    name: 'Ada Lovelace',
    email: 'ada@acme.test',
    locale: 'en',
    time_zone: 'Europe/Berlin',
    chosen: { locale: 'en', time_zone: '' },
    preferences: { theme: 'auto', density: 'comfortable', single_keys: true, first_weekday: 0 },
  },
  roles: [],
  teams: [],
  tenant: {
    id: 't1',
    slug: 'acme',
    name: 'Acme GmbH',
    currency: 'EUR',
    currencies: ['USD'],
    locale: 'en',
    time_zone: 'Europe/Berlin',
    first_weekday: 1,
    fiscal_month: 1,
    accent: '',
    logo: null,
    state: 'active',
    state_reason: '',
    erase_at: null,
    is_sandbox: false,
    support_email: '',
    is_operators: false,
  },
  rights: ['settings', 'import', 'bulk'],
  objects: {},
  support: null,
  supported: [],
  announcements: [],
  flags: ['live_streams'],
  entitlements: { plan: 'built_in', plan_name: 'Built-in', limits: {}, features: [], billing: false },
  ...part,
})
