import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { useMe } from '@/shared/api/me'
import { setBrand } from '@/shared/brand/brand'
import { usePreferences } from '@/shared/preferences/use-preferences'
import { singleKeysOff } from '@/shared/shortcuts/registry'

/** Makes this browser look and listen as the person chose, here or on another device, in the company's colour. */
export function ApplyPreferences() {
  const { theme, density, single_keys } = usePreferences().preferences
  const { tenant } = useMe()
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => setColorScheme(theme), [theme, setColorScheme])
  useEffect(() => singleKeysOff.set(!single_keys), [single_keys])
  useEffect(() => setBrand(tenant), [tenant])
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  return null
}
