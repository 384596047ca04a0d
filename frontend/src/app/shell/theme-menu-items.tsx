import { useLingui } from '@lingui/react/macro'
import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'

export function ThemeMenuItems() {
  const { t } = useLingui()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
      <Menu.RadioItem value="light">{t`Light theme`}</Menu.RadioItem>
      <Menu.RadioItem value="dark">{t`Dark theme`}</Menu.RadioItem>
      <Menu.RadioItem value="auto">{t`Theme of the system`}</Menu.RadioItem>
    </Menu.RadioGroup>
  )
}
