import { expect, test } from 'vitest'
import { fieldError, formError } from './form-problem'
import { ApiProblem } from './problem'

test('what is wrong with an entry of a field is told at the field', () => {
  const errors = [{ field: 'choices.1.label', code: 'invalid', message: 'Too long.' }]
  const error = new ApiProblem(422, { errors })
  expect(fieldError(error, 'choices')).toBe('Too long.')
  expect(fieldError(error, 'choice')).toBeUndefined()
  expect(formError(error, ['choices'])).toBeUndefined()
  expect(formError(error, ['label'])).toBe('Too long.')
})
