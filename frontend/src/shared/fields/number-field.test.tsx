import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import type { Field, FieldValue } from '@/shared/api/types'
import { makeFormat } from '@/shared/lib/format'
import { makeField } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { FieldInput } from './field-input'
import { problemOf } from './validate'

const told = vi.fn()

function Typed({ field, start, locale }: { field: Field; start: FieldValue; locale: string }) {
  const [value, setValue] = useState<FieldValue>(start)
  told(value, problemOf(field, value))
  return <FieldInput field={field} value={value} format={makeFormat(locale, 'UTC', 'EUR')} onChange={setValue} />
}

async function typed(type: Field['type'], text: string, start: FieldValue = null, locale = 'en') {
  const user = userEvent.setup()
  const field = makeField({ name: 'custom.share', label: 'Share', type })
  renderScreen(<Typed field={field} start={start} locale={locale} />)
  const input = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Share' })
  await user.clear(input)
  await user.type(input, text)
  return { input, value: told.mock.lastCall?.[0], problem: told.mock.lastCall?.[1] }
}

describe('what is typed, key by key', () => {
  test.each([
    ['0.125', 'en', 0.125],
    ['1.05', 'en', 1.05],
    ['-0.5', 'en', -0.5],
    ['1,500', 'en', 1500],
    ['1,5', 'de', 1.5],
    ['1.500', 'de', 1500],
    ['0.12345678901234567890', 'en', '0.12345678901234567890'],
  ])('the number %s in %s', async (text, locale, number) => {
    expect(await typed('number', text, 7, locale)).toMatchObject({ value: number, problem: null })
  })

  test('a minus alone is no number, and not taken for none', async () => {
    expect(await typed('number', '-', 7)).toMatchObject({ problem: 'Enter a number.' })
  })

  test('what is no amount is not taken for none', async () => {
    const euros = { amount: 700, currency: 'EUR' }
    expect(await typed('money', 'lots', euros)).toMatchObject({ problem: 'Enter an amount.' })
  })

  test('what is no day is refused as it stands, and a day is read', async () => {
    const { input, problem } = await typed('date', '32/12/2026', '2026-01-31', 'en-GB')
    expect(problem).toBe('Enter a date.')
    await userEvent.tab()
    expect(input).toHaveValue('32/12/2026')
    await userEvent.clear(input)
    await userEvent.type(input, '31/12/2026')
    expect(told.mock.lastCall).toEqual(['2026-12-31', null])
  })

  test('a number with more digits than one of the browser holds is shown as it is kept', async () => {
    const field = makeField({ name: 'custom.share', label: 'Share', type: 'number' })
    renderScreen(<Typed field={field} start="0.12345678901234567890" locale="en" />)
    expect(await screen.findByRole('textbox', { name: 'Share' })).toHaveValue('0.12345678901234567890')
    expect(told.mock.lastCall?.[1]).toBeNull()
  })
})
