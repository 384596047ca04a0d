export interface Word {
  /** Where its @ stands. */
  from: number
  text: string
}

const WORD = /(?:^|[\s(,;:])@([\p{L}\p{N}._'-]{0,40})$/u

/** The @ and what is typed behind it, when the caret stands at its end. */
export function wordBeforeCaret(text: string, caret: number): Word | null {
  const found = WORD.exec(text.slice(0, caret))
  if (!found) return null
  const typed = found[1] ?? ''
  return { from: caret - typed.length - 1, text: typed }
}
