import { readStored, renameStored, writeStored } from '@/shared/lib/use-stored'
import { type Unsent, unsentKey } from '../form/unsent'
import { takeKept } from '../kept-edits'

/**
 * What was typed about a record that is part of another one now goes along: values into the form of that one, where
 * nobody has saved them yet, an entry into its timeline. True where there were values.
 */
export function carryTyped(userId: string, object: string, from: string, into: string): boolean {
  const here = unsentKey(userId, from)
  const there = unsentKey(userId, into)
  const values = { ...readStored<Unsent | null>(here, null)?.values, ...takeKept(`${object}/${from}`) }
  writeStored(here, undefined)
  const entries = (id: string) => `${userId}:draft:${id}:`
  const own = readStored<Unsent | null>(there, null)
  writeStored(there, undefined)
  const isWritten = Object.keys(localStorage).some((key) => key.includes(entries(into)) && !key.endsWith(':kind'))
  if (!isWritten) renameStored(entries(from), entries(into))
  const all = { ...values, ...own?.values }
  if (own || Object.keys(values).length > 0) writeStored(there, { ...own, values: all })
  return Object.keys(values).length > 0
}
