import type { MantineColorsTuple } from '@mantine/core'

type Rgb = [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const NIGHT: Rgb = [23, 24, 29]
/** The surfaces of both themes on which coloured text stands and contrasts least. */
const LIGHT_SURFACE: Rgb = [231, 231, 237]
const DARK_SURFACE: Rgb = [43, 44, 52]
/** WCAG asks for 4.5; a little more, for tints that lie between. */
const TEXT = 4.8
const FILLED = 5.7

export const isHex = (text: string) => /^#[0-9a-f]{6}$/i.test(text)

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb

const asHex = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const mix = (one: Rgb, other: Rgb, share: number) =>
  one.map((part, at) => part + ((other[at] ?? 0) - part) * share) as Rgb

function luminance(rgb: Rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const value = part / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: Rgb, other: Rgb) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** The contrast of two colours as WCAG counts it, from 1 to 21. */
export const contrastOf = (one: string, other: string) => contrast(parse(one), parse(other))

/** The colour, moved towards `towards` until it contrasts enough with every one of the surfaces. */
function legible(rgb: Rgb, towards: Rgb, surfaces: Rgb[], wanted: number): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const tried = mix(rgb, towards, share)
    if (surfaces.every((surface) => contrast(tried, surface) >= wanted)) return tried
  }
  return towards
}

export interface Accent {
  /** Mantine's ten shades; 8 is the fill of buttons. */
  shades: MantineColorsTuple
  light: Record<string, string>
  dark: Record<string, string>
  /** The colour had to be made darker for white text to be read on it. */
  adjusted: boolean
}

const BLACK: Rgb = [0, 0, 0]

/** Everything that the themes draw in the company's colour, legible in both whatever colour that is. */
export function accentOf(hex: string): Accent {
  const own = parse(hex)
  const filled = legible(own, BLACK, [WHITE], FILLED)
  const lightSoft = mix(filled, WHITE, 0.91)
  const darkSoft = mix(filled, NIGHT, 0.76)
  const light = legible(own, BLACK, [WHITE, LIGHT_SURFACE, lightSoft], TEXT)
  const dark = legible(own, WHITE, [NIGHT, DARK_SURFACE, darkSoft], TEXT)
  const shades = [0.92, 0.82, 0.68].map((share) => mix(filled, WHITE, share))
  shades.push(legible(own, WHITE, [mix(filled, DARK_SURFACE, 0.85), DARK_SURFACE], TEXT))
  // Links of the dark theme are drawn in this one.
  shades.push(legible(mix(filled, WHITE, 0.4), WHITE, [NIGHT, DARK_SURFACE], TEXT))
  shades.push(...[0.3, 0.2, 0.1].map((share) => mix(filled, WHITE, share)), filled, mix(filled, BLACK, 0.14))
  const variables = (text: Rgb, soft: Rgb) => ({
    '--accent': asHex(text),
    '--accent-soft': asHex(soft),
    '--surface-selected': asHex(soft),
  })
  return {
    shades: shades.map(asHex) as unknown as MantineColorsTuple,
    light: variables(light, lightSoft),
    dark: variables(dark, darkSoft),
    adjusted: asHex(filled) !== hex.toLowerCase(),
  }
}
