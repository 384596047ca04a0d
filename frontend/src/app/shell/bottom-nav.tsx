import { useLingui } from '@lingui/react/macro'
import { Drawer } from '@mantine/core'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRight } from '@/shared/api/me'
import { ObjectIcon } from '@/shared/ui/object-icon'
import classes from './bottom-nav.module.css'
import { useNavItems } from './nav-items'
import { overlay } from './overlays'
import { NavLink } from './sidebar'
import sidebar from './sidebar.module.css'
import { UserMenu } from './user-menu'

const SHOWN = 3

/** The phone's navigation: the first objects, search, and the rest in a sheet. */
export function BottomNav() {
  const { t } = useLingui()
  const items = useNavItems()
  const mayImport = useRight('import')
  const [more, setMore] = useState(false)
  const close = () => setMore(false)
  return (
    <nav className={classes.root} aria-label={t`Main`} data-no-print>
      {items.slice(0, SHOWN).map(({ object, hasBoard }) => (
        <Link
          key={object.name}
          to={hasBoard ? '/$object/board' : '/$object'}
          params={{ object: object.name }}
          className={classes.item}
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ exact: false, includeSearch: false }}
        >
          <ObjectIcon object={object} size={21} />
          <span className="truncate">{object.label_plural}</span>
        </Link>
      ))}
      <button type="button" className={classes.item} onClick={() => overlay.set('palette')}>
        <IconSearch size={21} stroke={1.7} aria-hidden />
        <span>{t`Search`}</span>
      </button>
      <button type="button" className={classes.item} aria-haspopup="dialog" onClick={() => setMore(true)}>
        <IconDots size={21} stroke={1.7} aria-hidden />
        <span>{t`More`}</span>
      </button>
      <Drawer opened={more} onClose={close} position="bottom" size="auto" title={t`More`}>
        <div className={classes.sheet}>
          {items.slice(SHOWN).map((item) => (
            <NavLink key={item.object.name} item={item} onNavigate={close} />
          ))}
          {mayImport && (
            <Link to="/import" className={sidebar.link} onClick={close}>
              <IconFileImport size={18} stroke={1.7} aria-hidden />
              {t`Import`}
            </Link>
          )}
          <Link to="/settings/$section" params={{ section: 'profile' }} className={sidebar.link} onClick={close}>
            <IconSettings size={18} stroke={1.7} aria-hidden />
            {t`Settings`}
          </Link>
          <UserMenu />
        </div>
      </Drawer>
    </nav>
  )
}
