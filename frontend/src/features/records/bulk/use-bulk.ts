import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import {
  type BulkAction,
  type BulkAnswer,
  type BulkRequest,
  bulk,
  hasEnded,
  jobQuery,
  recordKeys,
  type Selected,
} from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { useForgetRecent } from '@/shared/interests/recent'
import { announce } from '@/shared/ui/announce'
import { useUndo } from '@/shared/undo/use-undo'

/** What was done to how many, as the toast says it. */
function labelOf(action: BulkAction, count: number) {
  const told: Record<BulkAction, string> = {
    update: plural(count, { one: '# record changed', other: '# records changed' }),
    assign: plural(count, { one: '# record assigned', other: '# records assigned' }),
    delete: plural(count, { one: '# record deleted', other: '# records deleted' }),
    restore: plural(count, { one: '# record restored', other: '# records restored' }),
  }
  return told[action]
}

/** What was announced and did not come: somebody was quicker. */
const shortfall = (count: number) =>
  plural(count, {
    one: '# was not: somebody changed or deleted it meanwhile.',
    other: '# were not: somebody changed or deleted them meanwhile.',
  })

/** Does a bulk change: at once, or by a job whose progress shows; then it can be undone. */
export function useBulk(object: ObjectType, onDone: () => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  const forgetRecent = useForgetRecent()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const [started, setStarted] = useState<{ answer: BulkAnswer; action: BulkAction; announced: number } | null>(null)
  const job = useQuery({ ...jobQuery(started?.answer.job ?? ''), enabled: Boolean(started?.answer.job) })
  const ended = useRef('')

  const finish = async (action: BulkAction, count: number, missing: number, undo: string | null) => {
    await client.invalidateQueries({ queryKey: recordKeys.object(object.name) })
    await client.invalidateQueries({ queryKey: ['board', object.name] })
    const label = missing > 0 ? `${labelOf(action, count)}. ${shortfall(missing)}` : labelOf(action, count)
    announce(label)
    if (undo) offer({ token: undo, label })
    onDone()
  }
  const finishing = useRef(finish)
  finishing.current = finish

  /** `announced`: how many the preview said. */
  const apply = async (selected: Selected, wanted: BulkRequest, announced: number) => {
    setBusy(true)
    setError('')
    try {
      const answer = await bulk(object.name, selected, wanted)
      if (wanted.action === 'delete' && 'ids' in selected) forgetRecent(selected.ids)
      if (answer.job) setStarted({ answer, action: wanted.action, announced })
      else await finish(wanted.action, answer.count, announced - answer.count, answer.undo)
    } catch (problem) {
      setError(isProblem(problem) ? problem.detail || problem.title : t`Not saved.`)
    } finally {
      setBusy(false)
    }
  }

  const state = job.data
  useEffect(() => {
    if (!started || !state || !hasEnded(state) || ended.current === state.id) return
    ended.current = state.id
    if (state.state === 'failed') setError(state.error)
    const changed = state.result?.changed ?? state.progress.done
    const missing = state.state === 'done' ? started.announced - changed : 0
    void finishing.current(started.action, changed, missing, started.answer.undo)
  }, [state, started])

  return { apply, busy, error, job: started?.answer.job ? { id: started.answer.job, state } : null }
}
