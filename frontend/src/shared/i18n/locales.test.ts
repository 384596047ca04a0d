import { expect, test } from 'vitest'
import { directionOf, LOCALES, languageName, languageOf, regionOf } from './locales'
import { COUNTRIES, CURRENCIES } from './long-choices'

test('every folder with a catalogue is a language, English first', () => {
  expect(LOCALES[0]).toBe('en')
  expect(LOCALES).toContain('de')
})

test('a locale speaks the nearest language', () => {
  expect(['de', 'de-AT', 'DE_ch', 'en-DE', 'tlh', '', null].map(languageOf)).toEqual([
    'de',
    'de',
    'de',
    'en',
    'en',
    'en',
    'en',
  ])
  expect(['de-AT', 'en', 'zh-Hant-TW'].map(regionOf)).toEqual(['AT', '', 'TW'])
})

test('languages are called by their own names', () => {
  expect(['de', 'en', 'fr'].map(languageName)).toEqual(['Deutsch', 'English', 'Français'])
})

test('scripts that run from right to left turn the page', () => {
  expect(['ar', 'he', 'fa', 'ur', 'de', 'en', 'ja'].map(directionOf)).toEqual([
    'rtl',
    'rtl',
    'rtl',
    'rtl',
    'ltr',
    'ltr',
    'ltr',
  ])
})

test('countries and currencies are named in the language of the reader', () => {
  const found = COUNTRIES.all('de')
  expect(found.find((one) => one.value === 'AT')?.label).toBe('Österreich')
  expect(found.map((one) => one.value)).not.toContain('DD')
  expect(found.length).toBeGreaterThan(230)
  expect(COUNTRIES.one('AT', 'de')).toEqual(found.find((one) => one.value === 'AT'))
  expect(CURRENCIES.one('CHF', 'de').label).toBe('CHF – Schweizer Franken')
})
