import { describe, expect, test } from 'vitest'
import { addToSums, formatMoney, fromMajor, minorDigits, parseMoney, parseNumber, toMajor } from './money'

describe('minor units', () => {
  test('follow the currency', () => {
    expect([minorDigits('EUR'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3])
    expect(toMajor({ amount: 125_000, currency: 'EUR' })).toBe(1250)
    expect(toMajor({ amount: 125_000, currency: 'JPY' })).toBe(125_000)
  })
  test('are whole, whatever binary fractions say', () => {
    expect(fromMajor(1.005, 'EUR')).toEqual({ amount: 101, currency: 'EUR' })
    expect(fromMajor(0.29, 'EUR').amount).toBe(29)
    expect(fromMajor(8_145_836, 'USD').amount).toBe(814_583_600)
  })
})

describe('reading', () => {
  test.each([
    ['1,234.50', 'en', 1234.5],
    ['1.234,50', 'de', 1234.5],
    ['1 234,50', 'fr', 1234.5],
    ["1'234.50", 'de-CH', 1234.5],
    ['-12', 'en', -12],
    ['.5', 'en', 0.5],
  ])('%s in %s', (text, locale, number) => expect(parseNumber(text, locale)).toBe(number))
  test.each(['', 'abc', '1.2.3', '--1'])('refuses “%s”', (text) => expect(parseNumber(text, 'en')).toBeNull())
  test('takes currency signs around the number', () => {
    expect(parseMoney('€ 1.234,56', 'EUR', 'de')).toEqual({ amount: 123_456, currency: 'EUR' })
    expect(parseMoney('no number', 'EUR', 'de')).toBeNull()
  })
})

describe('writing', () => {
  test('leaves out empty cents and shortens on request', () => {
    expect(formatMoney({ amount: 125_000, currency: 'EUR' }, 'en')).toBe('€1,250')
    expect(formatMoney({ amount: 125_050, currency: 'EUR' }, 'en')).toBe('€1,250.50')
    expect(formatMoney({ amount: 123_456_700, currency: 'EUR' }, 'en', true)).toBe('€1.23M')
  })
  test('does not fail on a currency that does not exist', () => {
    expect(formatMoney({ amount: 100, currency: 'nope' }, 'en')).toBe('1 nope')
  })
})

test('sums are kept by currency', () => {
  const sums = addToSums([{ currency: 'EUR', amount: 100 }], { amount: 50, currency: 'USD' })
  expect(addToSums(sums, { amount: 100, currency: 'EUR' }, -1)).toEqual([
    { currency: 'EUR', amount: 0 },
    { currency: 'USD', amount: 50 },
  ])
  expect(addToSums(sums, null)).toBe(sums)
})
