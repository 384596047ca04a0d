import { keyCaps } from '@/shared/shortcuts/registry'
import classes from './key-caps.module.css'

export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className={classes.root}>
      {keyCaps(keys).map((cap, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key may stand twice in one shortcut
        <kbd key={index}>{cap}</kbd>
      ))}
    </span>
  )
}
