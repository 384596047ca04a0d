import { type HomeState, PERIODS, SCOPES } from '@/features/home/home-api'
import type { Filter } from '@/shared/api/types'

type Raw = Record<string, unknown>

/** The router reads values as JSON, so that a search for 42 comes as a number. */
const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined

/** What the filter says is checked by the server; here it only has to be an object. */
const filter = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Filter) : undefined)

/** Drops what is not set, so that the URL carries only what was chosen. */
function compact<T extends Raw>(params: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(params).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<T>
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
    trash: raw.trash === true || undefined,
  })

export const boardSearch = (raw: Raw) =>
  compact({
    q: text(raw.q),
    view: text(raw.view),
    filter: filter(raw.filter),
    record: text(raw.record),
    pipeline: text(raw.pipeline),
  })

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
