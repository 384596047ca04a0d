import { queryOptions } from '@tanstack/react-query'
import { ACTIVITIES, fieldsOf } from '@/shared/activities/activity'
import { addDays, startOfDay } from '@/shared/activities/days'
import { get } from '@/shared/api/http'
import { type ListParams, recordKeys } from '@/shared/api/records'
import type { components } from '@/shared/api/schema'
import type { CrmRecord, Filter, Me, ObjectType, Page } from '@/shared/api/types'
import { isReference } from '@/shared/lib/record-value'

type Team = components['schemas']['Team']
type User = components['schemas']['User']
type PlannedOccurrences = components['schemas']['PlannedOccurrences']

/** What a page of the list holds at most, and how many of them one view reads. */
const PAGE = 200
export const MOST_PAGES = 5

export const teamsQuery = queryOptions({
  queryKey: ['calendar', 'teams'],
  queryFn: async ({ signal }) => (await get<Page<Team>>('/teams/', undefined, signal)).results,
  staleTime: 5 * 60_000,
})

export const peopleQuery = queryOptions({
  queryKey: ['calendar', 'people'],
  queryFn: async ({ signal }) =>
    (await get<Page<User>>('/users/', undefined, signal)).results.filter((user) => user.active),
  staleTime: 5 * 60_000,
})

export interface Whose {
  /** The users whose calendar it is. */
  owners: string[]
  /** Several people: each has a colour. */
  several: boolean
}

/** `undefined` is oneself, `team:<id>` a team, anything else a person. */
export function whoseOf(chosen: string | undefined, me: Me, teams: Team[] | undefined): Whose {
  if (!chosen) return { owners: [me.user.id], several: false }
  if (!chosen.startsWith('team:')) return { owners: [chosen], several: false }
  const members = teams?.find((team) => team.id === chosen.slice(5))?.members ?? []
  return { owners: members.map((member) => member.id), several: true }
}

const KINDS = ['task', 'meeting', 'call']

/** Whether one that only this device knows is of these people's calendar; its days are looked at by who draws it. */
export const isShownOf = ({ owner, kind, status }: CrmRecord, owners: string[]) =>
  isReference(owner) && owners.includes(owner.id) && KINDS.includes(String(kind)) && status !== 'cancelled'

export function calendarParams(object: ObjectType, owners: string[], days: string[], timeZone: string): ListParams {
  const from = startOfDay(days[0] ?? '', timeZone)
  const until = startOfDay(addDays(days.at(-1) ?? '', 1), timeZone)
  const has = (name: string) => object.fields.some((field) => field.name === name)
  const within: Filter[] = [dated('due_at', from, until)]
  if (has('starts_at')) within.push(dated('starts_at', from, until))
  if (has('starts_at') && has('ends_at'))
    within.push({
      and: [
        { field: 'starts_at', op: 'lt', value: from },
        { field: 'ends_at', op: 'gt', value: from },
      ],
    })
  return {
    filter: {
      and: [
        { field: 'owner', op: 'in', value: owners },
        { field: 'kind', op: 'in', value: KINDS },
        { field: 'status', op: 'ne', value: 'cancelled' },
        { or: within },
      ],
    },
    sort: 'due_at',
    fields: fieldsOf(object),
    limit: PAGE,
  }
}

export const hasOccurrences = (object: ObjectType) => object.fields.some(({ name }) => name === 'repeats')

/** What the repeating ones will come to in these days, which no record holds yet. */
export function occurrencesQuery(owners: string[], days: string[], timeZone: string) {
  const params = {
    from: startOfDay(days[0] ?? '', timeZone),
    until: startOfDay(addDays(days.at(-1) ?? '', 1), timeZone),
    owner: owners.join(','),
  }
  return queryOptions({
    queryKey: [...recordKeys.object(ACTIVITIES), 'occurrences', params],
    queryFn: ({ signal }) => get<PlannedOccurrences>('/activities/occurrences/', params, signal),
  })
}

/** The open activity with the dates of one that will follow it; how many times is said of the open one. */
export const plannedRecords = ({ results }: PlannedOccurrences): CrmRecord[] =>
  results.flatMap(({ activity, dates }) => {
    const repeats = String(activity.repeats).replace(/;COUNT=\d+/, '')
    return dates.map((own) => ({ ...(activity as CrmRecord), repeats, ...own }))
  })

const dated = (field: string, from: string, until: string): Filter => ({
  and: [
    { field, op: 'gte', value: from },
    { field, op: 'lt', value: until },
  ],
})
