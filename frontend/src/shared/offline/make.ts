import { isProblem } from '../api/problem'
import { createRecord } from '../api/records'
import type { CrmRecord, FieldValue } from '../api/types'
import { online } from '../lib/connection'
import { isReference, titleOf, toPayload } from '../lib/record-value'
import { draftOf, keepForLater, madeHere } from './waiting'

interface Making {
  object: string
  titleField: string
  values: Record<string, FieldValue>
  /** Of one that waits already: sent again, it takes its own place. */
  waiting?: { record: string; seq: number } | undefined
}

export interface Made {
  record: CrmRecord
  /** It lies on this device until the connection is back. */
  waits: boolean
}

const namesWhatWaits = (values: Making['values']) =>
  Object.values(values).some((value) => isReference(value) && madeHere(value.id) !== undefined)

/** Makes a record; kept until later where the server is away, or has yet to make what it names. Throws ApiProblem. */
export async function makeRecord({ object, titleField, values, waiting }: Making): Promise<Made> {
  const key = waiting?.record ?? crypto.randomUUID()
  const wait = async (tried: { triedAt?: number }): Promise<Made | null> => {
    const base = draftOf(key, values, titleField, new Date().toISOString())
    const edit = { kind: 'create' as const, object, record: key, title: titleOf(base, titleField), base, values }
    const place = waiting ? { seq: waiting.seq } : {}
    return (await keepForLater({ ...edit, ...place, ...tried })) ? { record: base, waits: true } : null
  }
  const kept = !online.get() || namesWhatWaits(values) ? await wait({}) : null
  if (kept) return kept
  try {
    return { record: await createRecord(object, toPayload(values), key), waits: false }
  } catch (error) {
    // The answer may have been lost: it is sent again under the same key.
    const late = isProblem(error) && error.isOffline ? await wait({ triedAt: Date.now() }) : null
    if (!late) throw error
    return late
  }
}
