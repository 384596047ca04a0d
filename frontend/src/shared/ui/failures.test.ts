import { notificationsStore } from '@mantine/notifications'
import { expect, test } from 'vitest'
import { ApiProblem } from '@/shared/api/problem'
import { forgetFailure, tellFailure } from './failures'

const shown = () => notificationsStore.getState().notifications.map(({ title, message }) => `${title}: ${message}`)

test('a failure is told once for what was tried, and taken away when it works', () => {
  tellFailure('photo', 'Not saved', new ApiProblem(400, { detail: 'Too large.' }))
  tellFailure('logo', 'Not saved', 'No picture.')
  tellFailure('photo', 'Not saved', new ApiProblem(400, { detail: 'Not a picture.' }))
  expect(shown()).toEqual(['Not saved: No picture.', 'Not saved: Not a picture.'])
  forgetFailure('photo')
  expect(shown()).toEqual(['Not saved: No picture.'])
  forgetFailure('logo')
  expect(shown()).toEqual([])
})

test('a failure told again stays its full time: it does not go with the former', () => {
  tellFailure('photo', 'Not saved', 'Too large.')
  const [former] = notificationsStore.getState().notifications
  tellFailure('photo', 'Not saved', 'Not a picture.')
  const [told] = notificationsStore.getState().notifications
  expect(told?.id).not.toBe(former?.id)
  forgetFailure('photo')
})
