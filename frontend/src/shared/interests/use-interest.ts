import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { type Change, changeInterest, favouritesQuery, interestQuery } from './interests-api'

/** How the user stands to a record, and changing it: shown at once, put back when refused. */
export function useInterest(object: string, id: string) {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(interestQuery(object, id))
  const key = interestQuery(object, id).queryKey
  const change = useMutation({
    mutationFn: (wanted: Change) => changeInterest(object, id, wanted),
    onMutate: async (wanted) => {
      await client.cancelQueries({ queryKey: key })
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
      if (before) client.setQueryData(key, before)
      tellFailure(`interest ${id}`, t`Not saved`, error)
    },
  })
  /** Who is quicker than the answer about how it stands waits for that, and isn't left without one. */
  const toggle = async (which: keyof Change) => {
    try {
      const stands = await client.ensureQueryData(interestQuery(object, id))
      change.mutate({ [which]: !stands[which] })
    } catch (error) {
      tellFailure(`interest ${id}`, t`Not saved`, error)
    }
  }
  return {
    interest: query.data,
    toggleFavourite: () => toggle('favourite'),
    toggleFollowing: () => toggle('following'),
  }
}
