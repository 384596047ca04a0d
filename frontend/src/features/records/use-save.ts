import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { changeCached, restoreSnapshot, snapshotOf } from '@/shared/api/cache'
import { type FieldProblem, isProblem } from '@/shared/api/problem'
import { recordKeys, updateRecord } from '@/shared/api/records'
import type { CrmRecord, FieldValue, ObjectType } from '@/shared/api/types'
import { shownTitle, toPayload, withValue } from '@/shared/lib/record-value'
import { hasWaiting, keepForLater } from '@/shared/offline/waiting'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { undoStack } from '@/shared/undo/use-undo'
import { askWhoseValuesStay, contestedFields, type Values } from './edit-conflict'

export type SaveResult =
  | { ok: true; record: CrmRecord }
  | { ok: false; message: string; errors: FieldProblem[]; conflict: boolean; current?: CrmRecord }

interface SaveOptions {
  /** False: a conflict comes back to the caller, which tells of it where the person typed. */
  dialog?: boolean
}

interface UnderWay {
  /** The version from which this row of saves set out. */
  base: number | undefined
  saving: Promise<SaveResult>
}

/** Saves of a record that follow each other closely, by record id: each waits for the one before. */
const underWay = new Map<string, UnderWay>()

/** The version to save against: what one has just saved oneself is no one else's change. */
async function versionBehind(record: CrmRecord, former: UnderWay | undefined) {
  const result = await former?.saving
  const isOurs = (record.version ?? 0) >= (former?.base ?? 0)
  return result?.ok && isOurs ? result.record.version : record.version
}

/**
 * Saves changed fields: shown at once, rolled back when refused, kept until the connection is back without one. When a colleague saved first, changes of
 * different fields are joined; for a field that both changed a dialog asks whose value stays. Field errors
 * and a choice that was put off (`conflict`) come back to the caller, which keeps what was typed.
 */
export function useSave(object: ObjectType) {
  const { t } = useLingui()
  const client = useQueryClient()
  const save = useCallback(
    async function attempt(record: CrmRecord, values: Values, dialog: boolean, former?: UnderWay): Promise<SaveResult> {
      await client.cancelQueries({ queryKey: recordKeys.object(object.name) })
      const before = snapshotOf(client, object.name)
      const change = (old: CrmRecord) =>
        Object.entries(values).reduce((made, [field, value]) => withValue(made, field, value), old)
      changeCached(client, object.name, record.id, change)
      const wait = async () => {
        const title = shownTitle(record, object)
        const waits = await keepForLater({ object: object.name, record: record.id, title, base: record, values })
        if (waits) announce(t`Kept on this device until the connection is back`)
        return waits
      }
      // Behind what already waits, so that all arrive in the order in which they were made.
      if (hasWaiting(record.id) && (await wait())) return { ok: true, record: change(record) }
      try {
        const version = await versionBehind(record, former)
        const saved = await updateRecord(object.name, record.id, toPayload(values), version)
        forgetFailure(`record ${record.id}`)
        changeCached(client, object.name, record.id, (old) => ({ ...old, ...saved.record }))
        client.invalidateQueries({ queryKey: ['timeline', object.name, record.id] })
        if (saved.undo) undoStack.push({ token: saved.undo, label: t`Change of ${shownTitle(saved.record, object)}` })
        announce(t`Saved`)
        return { ok: true, record: saved.record }
      } catch (error) {
        if (isProblem(error) && error.isOffline && (await wait())) return { ok: true, record: change(record) }
        restoreSnapshot(client, before)
        if (isProblem(error, 412) && error.current) {
          const { current } = error
          changeCached(client, object.name, record.id, () => current)
          const contested = contestedFields(record, values, current)
          if (contested.length === 0) return attempt(current, values, dialog)
          const message = t`Someone else changed this record.`
          if (!dialog) return { ok: false, message, errors: [], conflict: true, current }
          const kept = await askWhoseValuesStay({ object, base: record, mine: values, current, contested })
          if (kept === null) return { ok: false, message, errors: [], conflict: true }
          return Object.keys(kept).length === 0 ? { ok: true, record: current } : attempt(current, kept, dialog)
        }
        const message = isProblem(error)
          ? error.isOffline
            ? t`Not saved: the server cannot be reached.`
            : error.errors[0]?.message || error.detail || error.title
          : t`Not saved.`
        announce(message)
        // It may be part of another record by now: its page leads there.
        if (isProblem(error, 404)) client.invalidateQueries({ queryKey: recordKeys.one(object.name, record.id) })
        if (!isProblem(error, 422)) tellFailure(`record ${record.id}`, t`Not saved`, message)
        return { ok: false, message, errors: isProblem(error) ? error.errors : [], conflict: false }
      }
    },
    [client, object, t],
  )
  return useCallback(
    async (
      record: CrmRecord,
      values: Record<string, FieldValue>,
      { dialog = true }: SaveOptions = {},
    ): Promise<SaveResult> => {
      const former = underWay.get(record.id)
      const own = { base: former ? former.base : record.version, saving: save(record, values, dialog, former) }
      underWay.set(record.id, own)
      try {
        return await own.saving
      } finally {
        if (underWay.get(record.id) === own) underWay.delete(record.id)
      }
    },
    [save],
  )
}
