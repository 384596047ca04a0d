import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ApiProblem } from '@/shared/api/problem'
import { renderScreen } from '@/test/render'
import { initialsOf } from './monogram'
import { ProblemMessage } from './problem-message'
import { tintOf } from './tint-badge'

test.each([
  [0, 'The server cannot be reached', true],
  [400, 'This cannot be shown as asked for', false],
  [403, 'You do not have access to this', false],
  [404, 'This does not exist', false],
  [500, 'Something went wrong', true],
])('a failure (%i) says what it is and offers the next step', async (status, title, retry) => {
  const onRetry = vi.fn()
  renderScreen(<ProblemMessage error={new ApiProblem(status)} onRetry={onRetry} />)
  expect(screen.getByRole('alert')).toHaveTextContent(title)
  const button = screen.queryByRole('button', { name: 'Try again' })
  expect(button !== null).toBe(retry)
  if (button) await userEvent.click(button)
  expect(onRetry).toHaveBeenCalledTimes(retry ? 1 : 0)
})

test('initials are those of the first and the last word', () => {
  expect([initialsOf('Ada Lovelace'), initialsOf('Hooli'), initialsOf('Prestige World Wide')]).toEqual([
    'AL',
    'H',
    'PW',
  ])
})

test('colours become one of the readable tints', () => {
  expect([tintOf('green'), tintOf('#2f9e44'), tintOf('#868e96'), tintOf(null)]).toEqual([
    'green',
    'green',
    'gray',
    'gray',
  ])
})
