import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { isProblem } from '@/shared/api/problem'
import { announce } from '@/shared/ui/announce'
import { changeInterest, favouritesQuery, type Interest, interestQuery } from './interests-api'

/** How the user stands to a record, and changing it: shown at once, put back when refused. */
export function useInterest(object: string, id: string) {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(interestQuery(object, id))
  const key = interestQuery(object, id).queryKey
  const change = useMutation({
    mutationFn: (wanted: Partial<Interest>) => changeInterest(object, id, wanted),
    onMutate: (wanted) => {
      const before = client.getQueryData(key)
      if (before) client.setQueryData(key, { ...before, ...wanted })
      return before
    },
    onSuccess: (now, wanted) => {
      client.setQueryData(key, now)
      if (wanted.favourite === undefined) announce(now.following ? t`You follow this record` : t`No longer followed`)
      else announce(now.favourite ? t`Added to the favourites` : t`Taken from the favourites`)
      client.invalidateQueries({ queryKey: favouritesQuery.queryKey })
    },
    onError: (error, _, before) => {
      client.setQueryData(key, before)
      const message = isProblem(error) ? error.errors[0]?.message || error.detail : ''
      notifications.show({ color: 'red', title: t`Not saved`, message })
    },
  })
  const interest = query.data
  return {
    interest,
    toggleFavourite: () => interest && change.mutate({ favourite: !interest.favourite }),
    toggleFollowing: () => interest && change.mutate({ following: !interest.following }),
  }
}
