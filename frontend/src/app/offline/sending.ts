import type { QueryClient } from '@tanstack/react-query'
import { type Alike, comparedValues } from '@/features/records/form/use-alike'
import { catalogueQuery } from '@/shared/api/catalogue'
import { get } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'
import { createRecord, deleteRecord, updateRecord } from '@/shared/api/records'
import type { CrmRecord } from '@/shared/api/types'
import { fieldValue, isReference, isWritable, sameValue, toPayload } from '@/shared/lib/record-value'
import type { WaitingEdit } from '@/shared/offline/waiting'
import { moveRecord } from '@/shared/pipeline/move'

/** Sends one change that waited. */
export async function send(edit: WaitingEdit): Promise<CrmRecord> {
  const { kind, object, record, values, base } = edit
  if (kind === 'create') return createRecord(object, toPayload(values), record)
  if (kind === 'move') return sendMove(edit)
  if (kind !== 'delete') return (await updateRecord(object, record, toPayload(values), base.version)).record
  await deleteRecord(object, record, edit.anyway ? undefined : base.version)
  return base
}

/** To another stage on top; within its own between the cards that it was put between, if they are still there. */
async function sendMove({ object, record, values, base, place: beside }: WaitingEdit): Promise<CrmRecord> {
  const { stage = base.stage, ...more } = values
  const [to, from] = [stage, base.stage].map((one) => (isReference(one) ? one.id : ''))
  const place = { stage: to ?? '', from: from ?? '', ...(beside ?? { before: null, after: null }) }
  const { undo: _, ...moved } = await moveRecord(object, record, {
    ...place,
    values: Object.keys(more).length > 0 ? more : undefined,
  })
  return moved as CrmRecord
}

const objectOf = (client: QueryClient, name: string) =>
  client.getQueryData(catalogueQuery.queryKey)?.find((object) => object.name === name)

/** Names of records that the new one would repeat; where that can't be asked, it is not held back. */
export async function namesAlike(client: QueryClient, { object, values }: WaitingEdit): Promise<string[]> {
  const type = objectOf(client, object)
  const compared = type ? comparedValues(type, values) : ''
  if (compared === '') return []
  try {
    const { results } = await get<{ results: Alike[] }>(`/${object}/alike/`, { values: compared })
    return results.map(({ name }) => name ?? '')
  } catch (error) {
    if (isProblem(error) && [400, 403, 404, 422].includes(error.status)) return []
    throw error
  }
}

/** Whether somebody changed a field that people write, of those that were seen when the deletion was decided. */
export function differs(client: QueryClient, base: CrmRecord, { object }: WaitingEdit, current: CrmRecord) {
  const type = objectOf(client, object)
  const fields = type?.fields.filter((field) => isWritable(field) || field.name === type.title_field) ?? []
  const seen = fields.filter(({ name }) => fieldValue(base, name) !== undefined)
  return seen.some(({ name }) => !sameValue(fieldValue(base, name), fieldValue(current, name)))
}
