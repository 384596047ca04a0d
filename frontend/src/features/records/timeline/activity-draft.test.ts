import { expect, test } from 'vitest'
import { EMPTY_DRAFT, subjectOf, toActivity } from './activity-draft'

test('a note is known by its first line', () => {
  expect(subjectOf({ ...EMPTY_DRAFT, body: 'They agreed.\nMore to come.' })).toBe('They agreed.')
  expect(subjectOf({ ...EMPTY_DRAFT, body: 'x'.repeat(200) })).toHaveLength(120)
})

test('a task is open and due; a call is done and has a direction', () => {
  const at = '2026-12-01T09:00:00.000Z'
  expect(toActivity({ ...EMPTY_DRAFT, kind: 'task', subject: 'Send offer', at })).toEqual({
    kind: 'task',
    subject: 'Send offer',
    body: '',
    status: 'open',
    due_at: at,
  })
  expect(toActivity({ ...EMPTY_DRAFT, kind: 'call', subject: 'Intro', direction: 'inbound' })).toMatchObject({
    status: 'done',
    direction: 'inbound',
  })
})
