import { expect, test } from 'vitest'
import { UndoStack } from './undo-stack'

const step = (token: string) => ({ token, label: token })

test('takes back the newest first', () => {
  const stack = new UndoStack()
  stack.push(step('a'))
  stack.push(step('b'))
  expect([stack.take()?.token, stack.take()?.token, stack.take()]).toEqual(['b', 'a', undefined])
})

test('a toast takes back its own step, once', () => {
  const stack = new UndoStack()
  stack.push(step('a'))
  stack.push(step('b'))
  expect(stack.take('a')?.token).toBe('a')
  expect(stack.take('a')).toBeUndefined()
  expect(stack.take()?.token).toBe('b')
})

test('forgets what is too old, and everything at sign-out', () => {
  const stack = new UndoStack()
  for (let i = 0; i < 30; i++) stack.push(step(String(i)))
  expect(stack.size).toBe(20)
  stack.clear()
  expect(stack.take()).toBeUndefined()
})
