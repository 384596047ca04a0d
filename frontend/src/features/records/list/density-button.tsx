import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconBaselineDensityMedium from '@tabler/icons-react/dist/esm/icons/IconBaselineDensityMedium.mjs'
import IconBaselineDensitySmall from '@tabler/icons-react/dist/esm/icons/IconBaselineDensitySmall.mjs'
import { usePreferences } from '@/shared/preferences/use-preferences'

/** Closer rows show more of the list. */
export function DensityButton() {
  const { t } = useLingui()
  const { preferences, change } = usePreferences()
  const isCompact = preferences.density === 'compact'
  const Icon = isCompact ? IconBaselineDensitySmall : IconBaselineDensityMedium
  return (
    <ActionIcon
      size={30}
      variant={isCompact ? 'light' : 'subtle'}
      color={isCompact ? undefined : 'gray'}
      aria-label={t`Compact rows`}
      title={t`Compact rows`}
      aria-pressed={isCompact}
      onClick={() => change({ density: isCompact ? 'comfortable' : 'compact' })}
    >
      <Icon size={16} stroke={1.7} aria-hidden />
    </ActionIcon>
  )
}
