import { randomId } from '@mantine/hooks'
import type { Choice } from '@/shared/api/types'

/** One line of the editor. A choice that is stored keeps its `value` whatever it is called from now on. */
export interface Line {
  key: string
  value: string | null
  label: string
  color?: string | null
}

export const linesOf = (choices: Choice[]): Line[] =>
  choices.map(({ value, label, color }) => ({ key: value, value, label: label || value, ...(color ? { color } : {}) }))

/** A line for another choice. */
export const newLine = (label = ''): Line => ({ key: randomId(), value: null, label })

/** A name that stands in two lines, so that nobody could tell them apart. */
export function twice(lines: Line[]): string | null {
  const names = lines.map((line) => line.label.trim()).filter(Boolean)
  const same = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase()
  return names.find((name, at) => names.findIndex((other) => same(name, other)) < at) ?? null
}

/** What is stored: empty lines are left out, and a new word never takes the value of another choice. */
export function choicesOf(lines: Line[]): Choice[] {
  const taken = new Set(lines.flatMap((line) => line.value ?? []))
  return lines
    .filter((line) => line.label.trim())
    .map(({ value, label, color }) => ({
      value: value ?? claim(label.trim(), taken),
      label: label.trim(),
      ...(color ? { color } : {}),
    }))
}

function claim(label: string, taken: Set<string>) {
  let value = label
  for (let number = 2; taken.has(value); number++) value = `${label} ${number}`
  taken.add(value)
  return value
}

/** `text`, pasted into a line, may be a whole list: one choice a line of it. */
export const pasted = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
