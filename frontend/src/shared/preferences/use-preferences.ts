import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '@/shared/api/http'
import { meQuery, useMe } from '@/shared/api/me'
import type { Me } from '@/shared/api/types'

export type Preferences = Me['user']['preferences']

/** How the person wants things, kept on the server so that every device follows; shown before it answers. */
export function usePreferences() {
  const client = useQueryClient()
  const { preferences } = useMe().user
  const { mutate } = useMutation({
    mutationFn: (change: Partial<Preferences>) => request<Me>('PATCH', '/me/', { body: { preferences: change } }),
    onMutate: (change) => {
      const former = client.getQueryData<Me>(meQuery.queryKey)
      client.setQueryData<Me>(
        meQuery.queryKey,
        (me) => me && { ...me, user: { ...me.user, preferences: { ...me.user.preferences, ...change } } },
      )
      return former
    },
    onError: (_error, _change, former) => client.setQueryData(meQuery.queryKey, former),
    onSuccess: ({ data }) => client.setQueryData(meQuery.queryKey, data),
  })
  return { preferences, change: mutate }
}

const ROW_HEIGHTS: Record<Preferences['density'], number> = { comfortable: 38, compact: 28 }

/** The height of a list's row in pixels, as the style sheet's `--row-height` has it. */
export const useRowHeight = () => ROW_HEIGHTS[useMe().user.preferences.density]
