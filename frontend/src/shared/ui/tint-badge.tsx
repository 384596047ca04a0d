import type { ReactNode } from 'react'
import classes from './badge-tint.module.css'

const NAMED = ['blue', 'green', 'orange', 'violet', 'cyan', 'pink', 'red', 'yellow', 'teal', 'indigo', 'grape'] as const
type Tint = (typeof NAMED)[number] | 'gray'

/** Colours of the catalogue are names or hex values; a hex value takes the nearest of our readable tints. */
export function tintOf(color: string | null | undefined): Tint {
  const named = NAMED.find((name) => name === color)
  if (named) return named
  const hex = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color ?? '')
  if (!hex) return 'gray'
  const [r = 0, g = 0, b = 0] = hex.slice(1).map((part) => Number.parseInt(part, 16) / 255)
  return tintOfHue(r, g, b)
}

function tintOfHue(r: number, g: number, b: number): Tint {
  const most = Math.max(r, g, b)
  const spread = most - Math.min(r, g, b)
  if (spread < 0.12) return 'gray'
  const sector = most === r ? ((g - b) / spread) % 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4
  const hue = (sector * 60 + 360) % 360
  const bounds: [number, Tint][] = [
    [18, 'red'],
    [65, 'orange'],
    [165, 'green'],
    [200, 'cyan'],
    [250, 'blue'],
    [290, 'violet'],
    [340, 'pink'],
  ]
  return bounds.find(([end]) => hue < end)?.[1] ?? 'red'
}

/** A short word on a soft colour. */
export function TintBadge({ color, children }: { color?: string | null; children: ReactNode }) {
  return (
    <span className={classes.badge} data-color={tintOf(color)}>
      {children}
    </span>
  )
}
