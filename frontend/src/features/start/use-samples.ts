import { plural } from '@lingui/core/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { request } from '@/shared/api/http'
import { hasEnded, jobQuery } from '@/shared/api/records'
import { useUndo } from '@/shared/undo/use-undo'
import { guideQuery } from './guide-api'

interface Removed {
  removed: number
  stayed: number
  /** Null where none went. */
  undo: string | null
}

/** Adds the sample records by a job, and removes them. */
export function useSamples(runningJob: string | null) {
  const client = useQueryClient()
  const { offer } = useUndo()
  const [started, setStarted] = useState<string | null>(null)
  const watched = started ?? runningJob
  const job = useQuery({ ...jobQuery(watched ?? ''), enabled: watched !== null }).data
  const refresh = () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'jobs' })
  const refreshing = useRef(refresh)
  refreshing.current = refresh
  const ended = hasEnded(job)
  const runs = watched !== null && job !== undefined && !ended
  const ran = useRef(false)
  useEffect(() => {
    if (runs) ran.current = true
    else if (ended && ran.current) {
      ran.current = false
      void refreshing.current()
    }
  }, [runs, ended])

  const add = useMutation({
    mutationFn: async () => (await request<{ job: string }>('POST', '/guide/samples/', { body: {} })).data,
    onSuccess: ({ job: id }) => {
      setStarted(id)
      void client.invalidateQueries({ queryKey: guideQuery.queryKey })
    },
    // A second click, or a colleague's: what is there, or being made, is shown then.
    onError: () => void client.invalidateQueries({ queryKey: guideQuery.queryKey }),
  })
  const remove = useMutation({
    mutationFn: async (keepUsed: boolean) =>
      (await request<Removed>('POST', '/guide/samples/remove/', { body: { keep_used: keepUsed } })).data,
    onSuccess: async ({ removed, undo }) => {
      await refresh()
      const label = plural(removed, { one: '# sample record removed', other: '# sample records removed' })
      if (undo) offer({ token: undo, label, onUndone: () => void refreshing.current() })
    },
  })
  return {
    add,
    remove,
    job: runs ? job : null,
    failed: job?.state === 'failed' ? job.error : '',
  }
}
