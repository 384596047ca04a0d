import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { get, request } from './http'
import type { components } from './schema'

type Schemas = components['schemas']
export type SupportOverview = Schemas['SupportOverview']
export type SupportSession = Schemas['SupportSession']

export const supportQuery = queryOptions({
  queryKey: ['settings', 'support'],
  queryFn: ({ signal }) => get<SupportOverview>('/support/', undefined, signal),
})

interface Write {
  method: 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: unknown
}

/** Gives or withdraws consent, ends a session; the banner and the settings follow. */
export function useSupportWrite() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ method, path, body }: Write) =>
      (await request<SupportOverview | undefined>(method, path, body === undefined ? {} : { body })).data,
    onSuccess: (told) => {
      if (told) client.setQueryData(supportQuery.queryKey, told)
      void client.invalidateQueries({ queryKey: ['me'] })
    },
  })
}
