import { useLingui } from '@lingui/react/macro'
import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconDeviceDesktop from '@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs'
import IconMoon from '@tabler/icons-react/dist/esm/icons/IconMoon.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'

export function ThemeMenuItems() {
  const { t } = useLingui()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const themes: [MantineColorScheme, string, typeof IconSun][] = [
    ['light', t`Light theme`, IconSun],
    ['dark', t`Dark theme`, IconMoon],
    ['auto', t`Theme of the system`, IconDeviceDesktop],
  ]
  return themes.map(([scheme, label, Icon]) => (
    <Menu.Item
      key={scheme}
      role="menuitemradio"
      aria-checked={colorScheme === scheme}
      leftSection={<Icon size={16} aria-hidden />}
      rightSection={colorScheme === scheme && <IconCheck size={14} aria-hidden />}
      onClick={() => setColorScheme(scheme)}
    >
      {label}
    </Menu.Item>
  ))
}
