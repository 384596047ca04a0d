import { expect, it } from 'vitest'
import { spreadsheetMarks } from './spreadsheet-marks'

it.each([
  ['de', ';,'],
  ['de-AT', ';,'],
  ['fr_FR', ';,'],
  ['de-CH', ';.'],
  ['en', ',.'],
  ['en-GB', ',.'],
])('knows how a spreadsheet of %s opens CSV', (locale, marks) => {
  expect(spreadsheetMarks(locale)).toBe(marks)
})
