import { useLingui } from '@lingui/react/macro'
import type { Accent } from '@/shared/brand/accent'
import classes from './branding.module.css'

/** The colour as both themes use it. */
export function AccentPreview({ accent }: { accent: Accent }) {
  const { t } = useLingui()
  const themes = [
    { name: t`Light theme`, variables: accent.light, ground: '#ffffff' },
    { name: t`Dark theme`, variables: accent.dark, ground: '#17181d' },
  ]
  return (
    <div className={classes.previews}>
      {themes.map(({ name, variables, ground }) => (
        <div key={name} className={classes.preview} style={{ background: ground }}>
          <span className={classes.sampleLink} style={{ color: variables['--accent'] }}>
            {name}
          </span>
          <span className={classes.sampleButton} style={{ background: accent.shades[8] }}>
            {t`Button`}
          </span>
          <span
            className={classes.sampleBadge}
            style={{ background: variables['--accent-soft'], color: variables['--accent'] }}
          >
            {t`Selected`}
          </span>
        </div>
      ))}
    </div>
  )
}
