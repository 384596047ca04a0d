import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
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
      forgetFailure(`interest ${id}`)
      client.setQueryData(key, now)
      if (wanted.favourite === undefined) announce(now.following ? t`You follow this record` : t`No longer followed`)
      else announce(now.favourite ? t`Added to the favourites` : t`Taken from the favourites`)
      client.invalidateQueries({ queryKey: favouritesQuery.queryKey })
    },
    onError: (error, _, before) => {
      client.setQueryData(key, before)
      tellFailure(`interest ${id}`, t`Not saved`, error)
    },
  })
  const interest = query.data
  return {
    interest,
    toggleFavourite: () => interest && change.mutate({ favourite: !interest.favourite }),
    toggleFollowing: () => interest && change.mutate({ following: !interest.following }),
  }
}
