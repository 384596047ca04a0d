import { useLingui } from '@lingui/react/macro'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { asWrite } from '@/shared/api/http'
import type { ObjectType, Page } from '@/shared/api/types'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { useUndo } from '@/shared/undo/use-undo'
import { type DuplicateGroup, duplicatesQuery, tellApart } from './merge-api'

type Queue = InfiniteData<Page<DuplicateGroup>>

/** Takes a group out of the queue at once; it comes back when that is refused or undone. */
export function useTellApart(object: ObjectType) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  const key = duplicatesQuery(object.name).queryKey
  const refetch = () => client.invalidateQueries({ queryKey: key })
  const without = (queue: Queue | undefined, ids: string[]) =>
    queue && {
      ...queue,
      pages: queue.pages.map((page) => ({
        ...page,
        results: page.results.filter((group) => group.records.map((one) => one.id).join() !== ids.join()),
      })),
    }
  return async (ids: string[], label: string) => {
    await client.cancelQueries({ queryKey: key })
    client.setQueryData<Queue>(key, (queue) => without(queue, ids))
    try {
      await asWrite(() => tellApart(object.name, ids, true))
      forgetFailure(`apart ${ids.join()}`)
      const revert = async () => {
        await tellApart(object.name, ids, false)
        await refetch()
      }
      offer({ token: `apart ${ids.join()}`, label, revert })
    } catch (error) {
      void refetch()
      tellFailure(`apart ${ids.join()}`, t`Not saved`, error)
    }
  }
}
