import classes from './monogram.module.css'

const HUES = 10

/** The same name gets the same colour everywhere. */
export function hueOf(name: string) {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % HUES
}

export function initialsOf(name: string) {
  const words = name.split(/[\s,._-]+/).filter(Boolean)
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : '']
  return ([...first][0] ?? '?').toUpperCase() + ([...last][0] ?? '').toUpperCase()
}

interface Props {
  name: string
  size?: 'xs' | 'sm' | 'md' | 'lg'
  /** People are round, things are square. */
  round?: boolean
  /** Whose: the photo of a person is drawn over the initials (`shared/live/photos.ts`). */
  of?: string | undefined
}

/** Initials on a colour; plain HTML, cheap enough for every row of a table. */
export function Monogram({ name, size = 'sm', round = false, of }: Props) {
  return (
    <span
      className={classes.root}
      data-hue={hueOf(name)}
      data-size={size}
      data-round={round || undefined}
      data-of={of}
      aria-hidden
    >
      {initialsOf(name)}
    </span>
  )
}
