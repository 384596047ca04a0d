export type LogKind = 'note' | 'call' | 'meeting' | 'task'

export interface Draft {
  kind: LogKind
  subject: string
  body: string
  direction: string
  /** When a task is due or a meeting starts. */
  at: string | null
  /** Nobody but its author sees it. */
  onlyMe?: boolean
}

export const EMPTY_DRAFT: Draft = { kind: 'note', subject: '', body: '', direction: 'outbound', at: null }

const LONGEST_SUBJECT = 120

/** A note has no subject of its own: its first line is it. */
export function subjectOf({ kind, subject, body }: Draft) {
  if (kind !== 'note') return subject.trim()
  const first = body.trim().split('\n')[0] ?? ''
  return first.length > LONGEST_SUBJECT ? `${first.slice(0, LONGEST_SUBJECT - 1)}…` : first
}

/** The activity as the API takes it. */
export function toActivity(draft: Draft): Record<string, unknown> {
  const { kind, body, direction, at, onlyMe } = draft
  return {
    kind,
    subject: subjectOf(draft),
    body: body.trim(),
    status: kind === 'task' || (kind === 'meeting' && at !== null) ? 'open' : 'done',
    ...(onlyMe ? { is_private: true } : {}),
    ...(kind === 'call' ? { direction } : {}),
    ...(kind === 'task' && at ? { due_at: at } : {}),
    ...(kind === 'meeting' && at ? { starts_at: at } : {}),
  }
}
