import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { changeCached, restoreSnapshot, snapshotOf } from '@/shared/api/cache'
import { isProblem } from '@/shared/api/problem'
import type { CrmRecord, ObjectType, Reference } from '@/shared/api/types'
import { type PipelineStage, pipelinesQuery } from '@/shared/fields/targets'
import { online } from '@/shared/lib/connection'
import { isReference, shownTitle, withValue } from '@/shared/lib/record-value'
import { hasWaiting, keepForLater } from '@/shared/offline/waiting'
import { useWaitingFields, WaitingMark } from '@/shared/offline/waiting-mark'
import { onUse } from '@/shared/on-use/on-use'
import { moveRecord } from '@/shared/pipeline/move'
import { askedAnew, type MoveQuestion, type MoveValues, questionOf } from '@/shared/pipeline/move-question'
import { announce } from '@/shared/ui/announce'
import { useUndo } from '@/shared/undo/use-undo'
import classes from './stage-bar.module.css'

const MoveDialog = onUse(() => import('@/shared/pipeline/move-dialog').then((m) => m.MoveDialog))

/** How much of the stage before is seen where the bar is scrolled to the deal's stage. */
const AHEAD_PX = 48

/** A lost deal has passed the stages on its way, but not the one that says won. */
function stateOf(stage: PipelineStage, index: number, current: number) {
  if (index === current) return stage.category
  return index < current && stage.category === 'open' ? 'passed' : 'ahead'
}

/** Where the deal stands in its pipeline; a click moves it there. */
export function StageBar({ object, record }: { object: ObjectType; record: CrmRecord }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  const pipelines = useQuery(pipelinesQuery)
  const [asking, setAsking] = useState<{ stage: PipelineStage; question: MoveQuestion } | null>(null)
  const pipelineId = isReference(record.pipeline) ? record.pipeline.id : undefined
  const pipeline = pipelines.data?.find((one) => one.id === pipelineId)
  const currentId = (record.stage as Reference | null)?.id
  const stages = (pipeline?.stages ?? []).filter((stage) => !stage.retired || stage.id === currentId)
  const current = stages.findIndex((stage) => stage.id === currentId)

  const bar = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const step = bar.current?.children[current]
    // Only the bar scrolls, never the screen around it.
    if (bar.current && step instanceof HTMLElement)
      bar.current.scrollLeft = step.offsetLeft - bar.current.offsetLeft - AHEAD_PX
  }, [current])

  const name = shownTitle(record, object)
  const waiting = useWaitingFields(record.id).has('stage')
  const ask = async (stage: PipelineStage) => {
    const from = stages[current]
    if (!from || !pipeline) return
    const wanted = { object, id: record.id, name, shown: record, stage, from, reasons: pipeline }
    const question = await questionOf(client, wanted).catch(() => null)
    if (question) setAsking({ stage, question })
    else void move(stage)
  }
  const move = async (stage: PipelineStage, values: MoveValues = {}) => {
    setAsking(null)
    const before = snapshotOf(client, object.name)
    const to = { ...values, stage: { id: stage.id, name: stage.name } }
    const change = (old: CrmRecord) =>
      Object.entries(to).reduce((made, [field, value]) => withValue(made, field, value), old)
    changeCached(client, object.name, record.id, change)
    const wait = async () => {
      const edit = { kind: 'move' as const, object: object.name, record: record.id, title: name, base: record }
      const waits = await keepForLater({ ...edit, values: to })
      if (waits) announce(t`Kept on this device until the connection is back`)
      return waits
    }
    // Behind what already waits, so that all arrive in the order in which they were made.
    if ((!online.get() || hasWaiting(record.id)) && (await wait())) return
    try {
      const { undo, ...moved } = await moveRecord(object.name, record.id, {
        stage: stage.id,
        before: null,
        after: null,
        from: (record.stage as Reference).id,
        values: Object.keys(values).length > 0 ? values : undefined,
      })
      changeCached(client, object.name, record.id, (old) => ({ ...old, ...(moved as CrmRecord) }))
      for (const key of ['board', 'timeline', 'stage-history'])
        client.invalidateQueries({ queryKey: [key, object.name] })
      const label = t`Moved to ${stage.name}`
      announce(label)
      if (undo) offer({ token: undo, label, onUndone: () => client.invalidateQueries({ queryKey: ['board'] }) })
    } catch (error) {
      if (isProblem(error) && error.isOffline && (await wait())) return
      restoreSnapshot(client, before)
      const question = isProblem(error, 422) ? askedAnew(object, name, stage, error.errors, values) : null
      if (question) return setAsking({ stage, question })
      const message = isProblem(error) ? error.errors[0]?.message || error.detail || error.title : ''
      notifications.show({ color: 'red', title: t`Not moved`, message })
    }
  }
  if (stages.length === 0) return null
  return (
    <>
      <ol ref={bar} className={classes.root} aria-label={t`Stage`}>
        {stages.map((stage, index) => (
          <li key={stage.id} className={classes.item}>
            <button
              type="button"
              className={classes.stage}
              data-state={stateOf(stage, index, current)}
              aria-current={index === current ? 'step' : undefined}
              disabled={!object.permissions.update}
              title={stage.name}
              onClick={() => {
                if (index === current) return
                void ask(stage)
              }}
            >
              <span className="truncate">{stage.name}</span>
            </button>
          </li>
        ))}
        {waiting && (
          <li className={classes.waiting}>
            <WaitingMark />
          </li>
        )}
      </ol>
      {asking && (
        <MoveDialog
          key={JSON.stringify(asking.question.errors)}
          question={asking.question}
          onConfirm={(values) => void move(asking.stage, values)}
          onCancel={() => setAsking(null)}
        />
      )}
    </>
  )
}
