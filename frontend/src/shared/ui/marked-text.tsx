import { partsOf } from './marked-parts'
import classes from './marked-text.module.css'

/** A text with people it names and addresses it holds. */
export function MarkedText({ text }: { text: string }) {
  return partsOf(text).map((part, index) => {
    const key = `${index}`
    if (part.kind === 'mention')
      return (
        <span key={key} data-type="mention" className={classes.mention}>
          {part.text}
        </span>
      )
    if (part.kind === 'link')
      return (
        <a key={key} href={part.text} target="_blank" rel="noreferrer" className={classes.link}>
          {part.text}
        </a>
      )
    return part.text
  })
}
