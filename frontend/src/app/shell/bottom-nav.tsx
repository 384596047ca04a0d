import { useLingui } from '@lingui/react/macro'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import IconHome from '@tabler/icons-react/dist/esm/icons/IconHome.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Bell } from '@/features/notices/bell'
import { onUse } from '@/shared/on-use/on-use'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { ACTIVE } from './active'
import classes from './bottom-nav.module.css'
import { ConsoleLinks } from './console-nav'
import { DayLinks } from './day-links'
import { useNavItems } from './nav-items'
import { overlay } from './overlays'
import { HOME_ONLY } from './sidebar'
import { useIsConsole } from './use-is-console'

const MoreSheet = onUse(() => import('./more-sheet').then((m) => m.MoreSheet))
const SHOWN = 1
const CONSOLE_SHOWN = 3

/** The phone's navigation: the first objects, search, and the rest in a sheet. */
export function BottomNav() {
  const { t } = useLingui()
  const items = useNavItems()
  const isConsole = useIsConsole()
  const { object: shown } = useParams({ strict: false })
  const [more, setMore] = useState(false)
  return (
    <nav className={classes.root} aria-label={t`Main`} data-no-print>
      {isConsole ? (
        <ConsoleLinks className={classes.item} size={21} to={CONSOLE_SHOWN} />
      ) : (
        <>
          <Link to="/" className={classes.item} activeOptions={HOME_ONLY} activeProps={ACTIVE}>
            <IconHome size={21} stroke={1.7} aria-hidden />
            <span>{t`Home`}</span>
          </Link>
          <DayLinks className={classes.item} size={21} only="my-day" />
          {items.slice(0, SHOWN).map(({ object, opensOnBoard }) => (
            <Link
              key={object.name}
              to={opensOnBoard ? '/$object/board' : '/$object'}
              params={{ object: object.name }}
              className={classes.item}
              aria-current={shown === object.name ? 'page' : undefined}
              data-active={shown === object.name || undefined}
            >
              <ObjectIcon object={object} size={21} />
              <span className="truncate">{object.label_plural}</span>
            </Link>
          ))}
        </>
      )}
      <button type="button" className={classes.item} onClick={() => overlay.set('palette')}>
        <IconSearch size={21} stroke={1.7} aria-hidden />
        <span>{t`Search`}</span>
      </button>
      <Bell className={classes.item} size={21} label={t`News`} onOpen={() => overlay.set('notices')} />
      <button type="button" className={classes.item} aria-haspopup="dialog" onClick={() => setMore(true)}>
        <IconDots size={21} stroke={1.7} aria-hidden />
        <span>{t`More`}</span>
      </button>
      {more && <MoreSheet items={items.slice(SHOWN)} consoleFrom={CONSOLE_SHOWN} onClose={() => setMore(false)} />}
    </nav>
  )
}
