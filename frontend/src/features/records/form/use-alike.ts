import { useDebouncedValue } from '@mantine/hooks'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import { recordKeys } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { isBlank, toPayload } from '@/shared/lib/record-value'
import type { FormValues } from './form-fields'

export interface Alike {
  id: string
  name: string | null
  detail: string | null
  fields: string[]
}

const DELAY_MS = 300
const NONE: Alike[] = []

/** The values that are compared, as JSON; empty while no set of fields is complete. */
export function comparedValues(object: ObjectType, values: FormValues) {
  const complete = object.alike.filter((names) => names.every((name) => !isBlank(values[name])))
  const names = [...new Set(complete.flat())]
  return names.length ? JSON.stringify(toPayload(Object.fromEntries(names.map((name) => [name, values[name]])))) : ''
}

const alikeQuery = (object: string, compared: string) =>
  queryOptions({
    queryKey: [...recordKeys.object(object), 'alike', compared],
    queryFn: ({ signal }) => get<{ results: Alike[] }>(`/${object}/alike/`, { values: compared }, signal),
    enabled: compared !== '',
    staleTime: 10_000,
    retry: false,
  })

/** The records that what is being typed would repeat, asked for once typing rests. */
export function useAlike(object: ObjectType, values: FormValues) {
  const client = useQueryClient()
  const [compared] = useDebouncedValue(comparedValues(object, values), DELAY_MS)
  const { data } = useQuery(alikeQuery(object.name, compared))
  const found = (compared && data?.results) || NONE

  /** Whether values repeat a record that who creates was not shown yet. */
  const holdBack = async (sent: FormValues) => {
    const last = comparedValues(object, sent)
    const isShown = last === compared && found.length > 0
    if (last === '' || isShown) return false
    try {
      return (await client.fetchQuery(alikeQuery(object.name, last))).results.length > 0
    } catch {
      return false
    }
  }
  return { found, holdBack }
}
