import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { useCallback, useRef, useState } from 'react'
import { useMe } from '@/shared/api/me'
import type { CrmRecord } from '@/shared/api/types'
import { isReference, sameValue } from '@/shared/lib/record-value'
import { readStored, writeStored } from '@/shared/lib/use-stored'
import type { FormValues } from './form-fields'

/** What was typed in a form and not sent. */
export interface Unsent {
  /** Those that differ from what the form began with. */
  values: FormValues
  /** The record as it was when the edit began. */
  base?: CrmRecord
}

/** Beside the drafts of a record's timeline: they go together when the record gets another id. */
export const unsentKey = (userId: string, place: string) => `${userId}:draft:${place}:form`

/** The place of a form for a new record: another one beside each record that it is made for. */
export const placeOfNew = (object: string, given: FormValues) =>
  ['new', object, ...Object.values(given).flatMap((value) => (isReference(value) ? [value.id] : []))].join('/')

/** What was typed over `start`. */
export const typedValues = (start: FormValues, values: FormValues): FormValues =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !sameValue(value, start[name])))

/**
 * What was typed in the form of this place stays in this browser until it is sent or discarded, however the form was
 * closed. Without a place nothing is kept. `found` is what was there when the form opened.
 */
export function useUnsent(place: string | null) {
  const { t } = useLingui()
  const { id } = useMe().user
  const key = place === null ? null : unsentKey(id, place)
  const [found, setFound] = useState(() => (key ? readStored<Unsent | null>(key, null) : null))
  const isKept = useRef(false)
  const keep = useCallback(
    (unsent: Unsent | null) => {
      isKept.current = key !== null && unsent !== null && Object.keys(unsent.values).length > 0
      if (key) writeStored(key, isKept.current ? unsent : undefined)
    },
    [key],
  )
  const startAfresh = () => {
    keep(null)
    setFound(null)
  }
  const tellKept = () => {
    if (isKept.current)
      notifications.show({ message: t`Not saved. When you open the form again, what you typed is there.` })
  }
  return { found, keep, startAfresh, tellKept }
}
