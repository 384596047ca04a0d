import { expect, test } from 'vitest'
import { partsOf } from '@/shared/ui/marked-parts'
import { EMPTY_DRAFT, markedBody, subjectOf, toActivity } from './activity-draft'
import { wordBeforeCaret } from './mention-word'

test('a note is known by its first line', () => {
  expect(subjectOf('note', { ...EMPTY_DRAFT, body: 'They agreed.\nMore to come.' })).toBe('They agreed.')
  expect(subjectOf('note', { ...EMPTY_DRAFT, body: 'x'.repeat(200) })).toHaveLength(120)
})

test('a task is open and due; a call is done and has a direction', () => {
  const at = '2026-12-01T09:00:00.000Z'
  expect(toActivity('task', { ...EMPTY_DRAFT, subject: 'Send offer', at })).toEqual({
    kind: 'task',
    subject: 'Send offer',
    body: '',
    status: 'open',
    due_at: at,
  })
  expect(toActivity('call', { ...EMPTY_DRAFT, subject: 'Intro', direction: 'inbound' })).toMatchObject({
    status: 'done',
    direction: 'inbound',
  })
})

test('who was picked is marked where the name still stands, the longest name first', () => {
  const mentions = [
    { id: '1', name: 'Ada' },
    { id: '2', name: 'Ada King' },
    { id: '3', name: 'Bob' },
  ]
  const body = 'Hello @Ada King and @Ada, not @Adam'
  expect(markedBody({ ...EMPTY_DRAFT, body, mentions })).toBe('Hello @[Ada King](user:2) and @[Ada](user:1), not @Adam')
})

test('marks and addresses become parts, all else stays text', () => {
  const id = '01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c'
  expect(partsOf(`Ask @[Ada](user:${id}): https://example.com/a. <b>x</b> javascript:alert(1)`)).toEqual([
    { kind: 'text', text: 'Ask ' },
    { kind: 'mention', text: '@Ada' },
    { kind: 'text', text: ': ' },
    { kind: 'link', text: 'https://example.com/a' },
    { kind: 'text', text: '. <b>x</b> javascript:alert(1)' },
  ])
})

test('an @ opens the picker at the start of a word only', () => {
  expect(wordBeforeCaret('Ask @ad', 7)).toEqual({ from: 4, text: 'ad' })
  expect(wordBeforeCaret('@', 1)).toEqual({ from: 0, text: '' })
  expect(wordBeforeCaret('me@example', 10)).toBeNull()
  expect(wordBeforeCaret('Ask @ad now', 11)).toBeNull()
})
