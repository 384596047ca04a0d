import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Field, FieldValue } from '@/shared/api/types'
import { makeFormat } from '@/shared/lib/format'
import { makeField } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { FieldView } from './field-view'

const entries = ['ada@example.com', 'ada@home.example'].map((value) => ({ value, label: '' }))

test.each<[Field['type'], FieldValue, string[]]>([
  ['datetime', '2026-05-17T12:40:00Z', ['17 May 2026, 12:40']],
  ['emails', entries, ['ada@example.com', 'ada@home.example']],
  ['longtext', 'first\nsecond', ['first', 'second']],
])('of %s that are compared, nothing is cut or rounded', async (type, value, told) => {
  const field = makeField({ name: 'f', type })
  renderScreen(<FieldView field={field} value={value} format={makeFormat('en-GB', 'UTC', 'EUR')} compared />)
  for (const one of told) expect(await screen.findByText(one, { exact: false })).toBeVisible()
  expect(screen.queryByRole('link')).toBeNull()
})
