import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { ApiProblem } from '@/shared/api/problem'
import { useKeptFocus } from '@/shared/lib/kept-focus'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { ShownSection } from './changing'
import { LeaveGuard } from './leave-guard'
import { useSections } from './sections'
import classes from './settings.module.css'
import { SettingsStart } from './settings-start'

interface Props {
  /** Empty: the overview. */
  section: string
  onSection: (name: string) => void
}

/** Beside what needs no file of its own; sections say it themselves. */
function Ready() {
  useScreenReady(true)
  return null
}

/** Settings: one's own, and for those who may, the workspace's. */
export function SettingsPage({ section, onSection }: Props) {
  const { t } = useLingui()
  const sections = useSections()
  const body = useRef<HTMLDivElement>(null)
  useKeptFocus(body)
  const Screen = sections.find((one) => one.name === section)?.screen
  const refused = <ProblemMessage heading="h1" error={new ApiProblem(403)} />
  const content = section === '' ? <SettingsStart sections={sections} /> : refused
  const groups = [...new Set(sections.map((one) => one.group))]
  return (
    <div className={classes.root}>
      <nav className={classes.nav} aria-label={t`Settings`}>
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <p className={classes.navTitle} aria-hidden>
              {group}
            </p>
            {sections
              .filter((one) => one.group === group)
              .map(({ name, label, icon: Icon, to }) => (
                <Link
                  key={name}
                  to={to ?? '/settings/$section'}
                  params={{ section: name } as never}
                  className={classes.link}
                  data-active={name === section || undefined}
                >
                  <Icon size={17} stroke={1.7} aria-hidden />
                  {label}
                </Link>
              ))}
          </div>
        ))}
      </nav>
      <div className={classes.phoneNav}>
        <NativeSelect
          aria-label={t`Settings`}
          data={[{ value: '', label: t`All settings` }, ...sections.map(({ name, label }) => ({ value: name, label }))]}
          value={section}
          onChange={(event) => onSection(event.currentTarget.value)}
        />
      </div>
      <div ref={body} className={classes.content}>
        <ShownSection value={section}>
          {Screen ? (
            <Screen />
          ) : (
            <>
              {content}
              <Ready />
            </>
          )}
        </ShownSection>
        <LeaveGuard />
      </div>
    </div>
  )
}
