import type { FieldValue } from '@/shared/api/types'

export type LogKind = 'note' | 'call' | 'email' | 'meeting' | 'task'

export interface Mention {
  id: string
  name: string
}

export interface Draft {
  subject: string
  body: string
  direction: string
  /** When a task is due or a meeting starts. */
  at: string | null
  /** Who is meant by an @ and their name in the text. */
  mentions?: Mention[]
  /** Nobody but its author sees it. */
  onlyMe?: boolean
}

export const EMPTY_DRAFT: Draft = { subject: '', body: '', direction: 'outbound', at: null }

const LONGEST_SUBJECT = 120

/** A note has no subject of its own: its first line is it. */
export function subjectOf(kind: LogKind, { subject, body }: Draft) {
  if (kind !== 'note') return subject.trim()
  const first = body.trim().split('\n')[0] ?? ''
  return first.length > LONGEST_SUBJECT ? `${first.slice(0, LONGEST_SUBJECT - 1)}…` : first
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The text with a mark for everybody who was picked and still stands in it. */
export function markedBody({ body, mentions = [] }: Draft) {
  const byName = new Map(mentions.map((one) => [one.name, one.id]))
  const names = [...byName.keys()].sort((a, b) => b.length - a.length)
  if (names.length === 0) return body.trim()
  const pattern = new RegExp(`@(${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu')
  return body.trim().replaceAll(pattern, (_, name: string) => `@[${name}](user:${byName.get(name)})`)
}

/** Whether the text means people by an @: a name that was picked, or one that is being typed. */
export const namesPeople = ({ body }: Draft) => /(^|[\s(])@[\p{L}]/u.test(body)

/** The activity as the API takes it. */
export function toActivity(kind: LogKind, draft: Draft): Record<string, FieldValue> {
  const { direction, at, onlyMe } = draft
  return {
    kind,
    subject: subjectOf(kind, draft),
    body: markedBody(draft),
    status: kind === 'task' || (kind === 'meeting' && at !== null) ? 'open' : 'done',
    ...(onlyMe ? { is_private: true } : {}),
    ...(kind === 'call' || kind === 'email' ? { direction } : {}),
    ...(kind === 'task' && at ? { due_at: at } : {}),
    ...(kind === 'meeting' && at ? { starts_at: at } : {}),
  }
}
