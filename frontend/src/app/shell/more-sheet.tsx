import { useLingui } from '@lingui/react/macro'
import { Drawer } from '@mantine/core'
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs'
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs'
import { Link } from '@tanstack/react-router'
import { useRight } from '@/shared/api/me'
import classes from './bottom-nav.module.css'
import { ConsoleLinks } from './console-links'
import { DayLinks } from './day-links'
import type { NavItem } from './nav-items'
import { Shortlist } from './shortlist'
import { NavLink } from './sidebar'
import sidebar from './sidebar.module.css'
import { useIsConsole } from './use-is-console'
import { UserMenu } from './user-menu'

interface Props {
  items: NavItem[]
  /** How many places of the console the bar shows. */
  consoleFrom: number
  onClose: () => void
}

/** What the phone's bottom bar has no room for. */
export function MoreSheet({ items, consoleFrom, onClose }: Props) {
  const { t } = useLingui()
  const isConsole = useIsConsole()
  const mayImport = useRight('import') && !isConsole
  return (
    <Drawer opened onClose={onClose} position="bottom" size="auto" title={t`More`}>
      <div className={classes.sheet}>
        {isConsole ? (
          <ConsoleLinks className={sidebar.link} from={consoleFrom} onNavigate={onClose} />
        ) : (
          <>
            <DayLinks className={sidebar.link} only="calendar" onNavigate={onClose} />
            {items.map((item) => (
              <NavLink key={item.object.name} item={item} onNavigate={onClose} />
            ))}
          </>
        )}
        {mayImport && (
          <Link to="/import" className={sidebar.link} onClick={onClose}>
            <IconFileImport size={18} stroke={1.7} aria-hidden />
            {t`Import`}
          </Link>
        )}
        <Link to="/settings" className={sidebar.link} onClick={onClose}>
          <IconSettings size={18} stroke={1.7} aria-hidden />
          {t`Settings`}
        </Link>
        {!isConsole && <Shortlist onNavigate={onClose} />}
        <UserMenu />
      </div>
    </Drawer>
  )
}
