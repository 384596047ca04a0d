import { useMantineColorScheme } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { useMe } from '@/shared/api/me'
import { setBrand } from '@/shared/brand/brand'
import { usePreferences } from '@/shared/preferences/use-preferences'
import { singleKeysOff } from '@/shared/shortcuts/registry'

/** Makes this browser look and listen as the person chose, here or on another device, in the company's colour. */
export function ApplyPreferences() {
  const { theme, density, single_keys } = usePreferences().preferences
  const { tenant } = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  // Each setting switches all transitions off and on again, for which the whole page's styles are computed twice.
  const setTheme = useEffectEvent(() => theme !== colorScheme && setColorScheme(theme))
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the person chose another one, here or elsewhere
  useEffect(() => void setTheme(), [theme])
  useEffect(() => singleKeysOff.set(!single_keys), [single_keys])
  useEffect(() => setBrand(tenant), [tenant])
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  return null
}
