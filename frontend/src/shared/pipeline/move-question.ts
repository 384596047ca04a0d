import type { QueryClient } from '@tanstack/react-query'
import { seenRecord } from '@/shared/api/cache'
import { type FieldProblem, isProblem } from '@/shared/api/problem'
import { recordQuery } from '@/shared/api/records'
import type { CrmRecord, Field, FieldValue, ObjectType } from '@/shared/api/types'
import { fieldValue, isBlank, isWritable } from '@/shared/lib/record-value'
import { withWaiting } from '@/shared/offline/overlay'
import { waitingEdits } from '@/shared/offline/waiting'

export type MoveValues = Record<string, FieldValue>

interface Stage {
  id: string
  name: string
  /** What stages of pipelines have. */
  category?: 'open' | 'won' | 'lost'
  required_fields?: string[]
}

export interface Reasons {
  won_reasons?: string[]
  lost_reasons?: string[]
}

/** What a person is asked before a record goes to `stage`: of a pipeline, or another column. */
export interface MoveQuestion {
  name: string
  stage: Stage
  reason: { field: Field; offered: string[] } | null
  /** Those that the stage requires and that are empty. */
  fields: Field[]
  errors?: Record<string, string>
  /** What was answered before it was asked anew. */
  kept?: MoveValues | undefined
}

/** What a stage requires, and what a field's own rule does. */
const REQUIRED = ['required_at_stage', 'required']

/** Won and lost deals are asked for the reason; for won ones only where the pipeline offers some. */
function reasonOf(object: ObjectType, stage: Stage, { won_reasons = [], lost_reasons = [] }: Reasons) {
  if (stage.category !== 'won' && stage.category !== 'lost') return null
  const isWon = stage.category === 'won'
  const field = object.fields.find((one) => one.name === (isWon ? 'won_reason' : 'lost_reason'))
  if (!field || !isWritable(field) || (isWon && won_reasons.length === 0)) return null
  return { field, offered: isWon ? won_reasons : lost_reasons }
}

const requiredOf = (object: ObjectType, stage: Stage) =>
  (stage.required_fields ?? []).flatMap((name) =>
    object.fields.filter((field) => field.name === name && isWritable(field)),
  )

/** Whether a move may have to ask: everything else goes at once. */
export const mayAsk = (object: ObjectType, stage: Stage, from: Stage, reasons: Reasons) =>
  requiredOf(object, stage).length > 0 ||
  (stage.category !== from.category && reasonOf(object, stage, reasons) !== null)

interface Wanted {
  object: ObjectType
  id: string
  name: string
  /** What the screen shows of it, such as its card: without connection that may be all that is known. */
  shown?: Pick<CrmRecord, 'id'> | undefined
  stage: Stage
  from: Stage
  reasons: Reasons
}

/** Which of the fields are empty; without connection those that are known to be, with what waits to be sent. */
async function emptyOf(client: QueryClient, { object, id, shown }: Wanted, fields: Field[]) {
  const query = recordQuery(object.name, id)
  try {
    const record = await client.fetchQuery({ ...query, staleTime: 0 })
    return fields.filter((field) => isBlank(fieldValue(record, field.name)))
  } catch (error) {
    if (!isProblem(error) || !error.isOffline) throw error
    const seen = withWaiting<CrmRecord>({ ...shown, ...seenRecord(client, object.name, id), id }, waitingEdits.get())
    const isWhole = client.getQueryData(query.queryKey) !== undefined
    // What nobody has seen may well be filled in: the server refuses the move, if not.
    const isKnown = (value: unknown) => isWhole || value !== undefined
    return fields.filter(({ name }) => isKnown(fieldValue(seen, name)) && isBlank(fieldValue(seen, name)))
  }
}

/** The question before a move; null when there is nothing to ask. */
export async function questionOf(client: QueryClient, wanted: Wanted): Promise<MoveQuestion | null> {
  const { object, name, stage, from, reasons } = wanted
  const reason = stage.category === from.category ? null : reasonOf(object, stage, reasons)
  const required = requiredOf(object, stage)
  const fields = required.length > 0 ? await emptyOf(client, wanted, required) : []
  return reason || fields.length > 0 ? { name, stage, reason, fields } : null
}

/** The question again, with what the server still misses; null when it refused for other reasons. */
export function askedAnew(
  object: ObjectType,
  name: string,
  stage: Stage,
  problems: FieldProblem[],
  kept: MoveValues | undefined,
): MoveQuestion | null {
  const missing = problems.filter((problem) => REQUIRED.includes(problem.code))
  const fields = object.fields.filter((field) => isWritable(field) && missing.some((one) => one.field === field.name))
  if (fields.length === 0 || missing.length < problems.length) return null
  const errors = Object.fromEntries(missing.map((one) => [one.field, one.message]))
  return { name, stage, reason: null, fields, errors, kept }
}
