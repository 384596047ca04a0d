import { useLingui } from '@lingui/react/macro'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import { Monogram } from '../ui/monogram'
import classes from './presence.module.css'
import { type Looking, usePresence } from './use-presence'

const SHOWN = 3

/** Who else has the record open, and who is changing it. */
export function Presence({ object, id }: { object: string; id: string }) {
  const { t } = useLingui()
  const people = usePresence(object, id)
  const said = ({ name, editing }: Looking) => (editing ? t`${name} is editing` : t`${name} is looking at this`)
  const rest = people.slice(SHOWN)
  const others = rest.length
  if (people.length === 0) return null
  return (
    <ul className={classes.root} aria-label={t`Also here`}>
      {people.slice(0, SHOWN).map((person) => (
        <li key={person.id} className={classes.person} title={said(person)} data-editing={person.editing || undefined}>
          <Monogram name={person.name} size="sm" round of={person.id} />
          {person.editing && (
            <span className={classes.pencil}>
              <IconPencil size={10} stroke={2.4} aria-hidden />
            </span>
          )}
          <span className="visually-hidden">{said(person)}</span>
        </li>
      ))}
      {others > 0 && (
        <li className={classes.more} title={rest.map(said).join('\n')}>
          <span aria-hidden>+{others}</span>
          <span className="visually-hidden">{rest.map(said).join(', ')}</span>
        </li>
      )}
    </ul>
  )
}
