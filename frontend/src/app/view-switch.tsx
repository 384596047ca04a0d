import { useLingui } from '@lingui/react/macro'
import IconLayoutKanban from '@tabler/icons-react/dist/esm/icons/IconLayoutKanban.mjs'
import IconTable from '@tabler/icons-react/dist/esm/icons/IconTable.mjs'
import { Link } from '@tanstack/react-router'
import type { ObjectType } from '@/shared/api/types'
import classes from './view-switch.module.css'

/** From the list to the board and back; objects without a board have no switch. */
export function ViewSwitch({ object, view }: { object: ObjectType; view: 'list' | 'board' }) {
  const { t } = useLingui()
  if (!object.features.includes('board')) return null
  const keep = (old: { q?: string | undefined; filter?: unknown }) => ({ q: old.q, filter: old.filter })
  return (
    <nav className={classes.root} aria-label={t`View`}>
      <Link
        to="/$object/board"
        params={{ object: object.name }}
        search={keep as never}
        className={classes.item}
        data-active={view === 'board' || undefined}
      >
        <IconLayoutKanban size={15} stroke={1.8} aria-hidden />
        <span className={classes.name}>{t`Board`}</span>
      </Link>
      <Link
        to="/$object"
        params={{ object: object.name }}
        search={keep as never}
        className={classes.item}
        activeOptions={{ exact: true, includeSearch: false }}
        data-active={view === 'list' || undefined}
      >
        <IconTable size={15} stroke={1.8} aria-hidden />
        <span className={classes.name}>{t`List`}</span>
      </Link>
    </nav>
  )
}
