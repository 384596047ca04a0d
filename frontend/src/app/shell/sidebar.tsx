import { useLingui } from '@lingui/react/macro'
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs'
import IconHome from '@tabler/icons-react/dist/esm/icons/IconHome.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs'
import { Link, useLocation, useParams } from '@tanstack/react-router'
import { Bell } from '@/features/notices/bell'
import { useMe } from '@/shared/api/me'
import { CompanyMark } from '@/shared/brand/company-mark'
import { KeyCaps } from '@/shared/ui/key-caps'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { ACTIVE } from './active'
import { ConsoleLinks } from './console-nav'
import { DayLinks } from './day-links'
import { type NavItem, useNavItems } from './nav-items'
import { overlay } from './overlays'
import { Shortlist } from './shortlist'
import classes from './sidebar.module.css'
import { useIsConsole } from './use-is-console'
import { UserMenu } from './user-menu'

export const HOME_ONLY = { exact: true, includeSearch: false }

export function NavLink({ item, onNavigate }: { item: NavItem; onNavigate?: () => void }) {
  const { object, opensOnBoard } = item
  const { object: shown } = useParams({ strict: false })
  return (
    <Link
      to={opensOnBoard ? '/$object/board' : '/$object'}
      params={{ object: object.name }}
      className={classes.link}
      aria-current={shown === object.name ? 'page' : undefined}
      data-active={shown === object.name || undefined}
      onClick={onNavigate}
    >
      <ObjectIcon object={object} />
      <span className="truncate">{object.label_plural}</span>
    </Link>
  )
}

export function Sidebar() {
  const { t } = useLingui()
  const me = useMe()
  const items = useNavItems()
  const isConsole = useIsConsole()
  const pathname = useLocation({ select: (location) => location.pathname })
  return (
    <div className={classes.root} data-no-print>
      <nav className={classes.nav} aria-label={t`Main`}>
        <div className={classes.tenant}>
          <CompanyMark />
          <span className="truncate">{me.tenant.name}</span>
          <Bell onOpen={() => overlay.set('notices')} />
        </div>
        <button type="button" className={classes.search} onClick={() => overlay.set('palette')}>
          <IconSearch size={16} stroke={1.8} aria-hidden />
          <span>{t`Search`}</span>
          <span className={classes.caps}>
            <KeyCaps keys="mod+k" />
          </span>
        </button>
        {isConsole ? (
          <section aria-label={t`Console`}>
            <h2 className={classes.consoleTitle}>{t`Console`}</h2>
            <ConsoleLinks className={classes.link} />
          </section>
        ) : (
          <>
            <Link to="/" className={classes.link} activeOptions={HOME_ONLY} activeProps={ACTIVE}>
              <IconHome size={18} stroke={1.7} aria-hidden />
              {t`Home`}
            </Link>
            <DayLinks className={classes.link} />
            {items.map((item) => (
              <NavLink key={item.object.name} item={item} />
            ))}
            <Shortlist />
          </>
        )}
      </nav>
      <nav className={classes.foot} aria-label={t`Administration`}>
        {me.rights.includes('import') && !isConsole && (
          <Link to="/import" className={classes.link} activeProps={ACTIVE}>
            <IconFileImport size={18} stroke={1.7} aria-hidden />
            {t`Import`}
          </Link>
        )}
        <Link to="/settings" className={classes.link} data-active={pathname.startsWith('/settings') || undefined}>
          <IconSettings size={18} stroke={1.7} aria-hidden />
          {t`Settings`}
        </Link>
      </nav>
      <UserMenu />
    </div>
  )
}
