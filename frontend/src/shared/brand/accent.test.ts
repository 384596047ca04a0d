import { expect, test } from 'vitest'
import { accentOf, contrastOf, isHex } from './accent'

const STEPS = ['00', '33', '66', '99', 'cc', 'ff']
const EVERY_COLOUR = STEPS.flatMap((red) => STEPS.flatMap((green) => STEPS.map((blue) => `#${red}${green}${blue}`)))

test.each(EVERY_COLOUR)('%s can be read in both themes', (hex) => {
  const { shades, light, dark } = accentOf(hex)
  expect(contrastOf(shades[8], '#ffffff')).toBeGreaterThanOrEqual(4.5)
  for (const surface of ['#ffffff', '#f1f1f5', '#e7e7ed', light['--accent-soft'] as string])
    expect(contrastOf(light['--accent'] as string, surface)).toBeGreaterThanOrEqual(4.5)
  for (const surface of ['#17181d', '#25262d', '#2b2c34'])
    expect(contrastOf(shades[4], surface)).toBeGreaterThanOrEqual(4.5)
  for (const surface of ['#17181d', '#25262d', '#2b2c34', dark['--accent-soft'] as string])
    expect(contrastOf(dark['--accent'] as string, surface)).toBeGreaterThanOrEqual(4.5)
  expect(contrastOf('#1c1d24', light['--surface-selected'] as string)).toBeGreaterThanOrEqual(4.5)
  expect(contrastOf('#e6e6ea', dark['--surface-selected'] as string)).toBeGreaterThanOrEqual(4.5)
})

test('a dark colour stays as it is, a bright one becomes darker', () => {
  expect(accentOf('#3b4fc4')).toMatchObject({ adjusted: false })
  expect(accentOf('#ffdd00')).toMatchObject({ adjusted: true })
})

test('only whole hexadecimal colours are colours', () => {
  expect([isHex('#3B4FC4'), isHex('#fff'), isHex('red')]).toEqual([true, false, false])
})
