import { type HomeState, PERIODS, SCOPES } from '@/features/home/home-api'
import type { Filter } from '@/shared/api/types'

type Raw = Record<string, unknown>

/** The router reads values as JSON, so that a search for 42 comes as a number. */
const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined

/** Has the form of a filter; whether its fields and values fit is for the server to say. */
function isFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null) return false
  if ('not' in value) return isFilter(value.not)
  const parts = 'and' in value ? value.and : 'or' in value ? value.or : undefined
  if (parts !== undefined) return Array.isArray(parts) && parts.every(isFilter)
  return 'field' in value && typeof value.field === 'string' && 'op' in value && typeof value.op === 'string'
}

const filter = (value: unknown) => (isFilter(value) ? value : undefined)

/** What is not set is undefined, not left out: the router would fall back to what the URL says, which may be wrong. */
function compact<T extends Raw>(params: T): Partial<T> {
  const set = Object.entries(params).map(([name, value]) => [name, value === '' ? undefined : value])
  return Object.fromEntries(set) as Partial<T>
}

export const signInSearch = (raw: Raw) => compact({ next: text(raw.next), expired: raw.expired === true || undefined })

export const listSearch = (raw: Raw) =>
  compact({
    q: text(raw.q),
    view: text(raw.view),
    sort: text(raw.sort),
    group: text(raw.group),
    filter: filter(raw.filter),
    record: text(raw.record),
    tab: text(raw.tab),
    trash: raw.trash === true || undefined,
  })

export const boardSearch = (raw: Raw) =>
  compact({
    q: text(raw.q),
    view: text(raw.view),
    filter: filter(raw.filter),
    record: text(raw.record),
    tab: text(raw.tab),
    pipeline: text(raw.pipeline),
    group: text(raw.group),
  })

export const recordSearch = (raw: Raw) => compact({ tab: text(raw.tab) })

/** Two to five ids, the survivor first. */
export const mergeSearch = (raw: Raw) => compact({ ids: text(raw.ids) })

const VIEWS = ['month', 'week', 'day'] as const
const day = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined

export const calendarSearch = (raw: Raw) =>
  compact({ view: VIEWS.find((view) => view === raw.view), day: day(raw.day), whose: text(raw.whose) })

export const tenantsSearch = (raw: Raw) =>
  compact({
    q: text(raw.q),
    state: text(raw.state),
    plan: text(raw.plan),
    schema_state: text(raw.schema_state),
    behind: raw.behind === true || undefined,
    sort: text(raw.sort),
  })

export const sectionSearch = (raw: Raw) => compact({ section: text(raw.section) })

export const importSearch = (raw: Raw) => compact({ object: text(raw.object), job: text(raw.job) })

export const homeSearch = (raw: Raw): HomeState =>
  compact({
    period: PERIODS.find((one) => one === raw.period),
    scope: SCOPES.find((one) => one === raw.scope),
    pipeline: text(raw.pipeline),
  })
