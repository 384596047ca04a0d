import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { type Preferences, usePreferences } from '@/shared/preferences/use-preferences'

export function ThemeMenuItems() {
  const { t } = useLingui()
  const { preferences, change } = usePreferences()
  return (
    <Menu.RadioGroup value={preferences.theme} onChange={(theme) => change({ theme: theme as Preferences['theme'] })}>
      <Menu.RadioItem value="light">{t`Light theme`}</Menu.RadioItem>
      <Menu.RadioItem value="dark">{t`Dark theme`}</Menu.RadioItem>
      <Menu.RadioItem value="auto">{t`Theme of the system`}</Menu.RadioItem>
    </Menu.RadioGroup>
  )
}
