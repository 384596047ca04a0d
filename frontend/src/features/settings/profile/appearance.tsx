import { useLingui } from '@lingui/react/macro'
import { Input, SegmentedControl, Select, Switch } from '@mantine/core'
import { useMe } from '@/shared/api/me'
import { type Preferences, usePreferences } from '@/shared/preferences/use-preferences'
import { useWeekdayNames } from '../company/use-calendar-names'
import { SettingsPanel } from '../settings-panel'

/** Applied at once: there is nothing to save. */
export function Appearance() {
  const { t } = useLingui()
  const { tenant } = useMe()
  const { preferences, change } = usePreferences()
  const weekdays = useWeekdayNames()
  const companys = weekdays[tenant.first_weekday - 1] ?? ''
  return (
    <SettingsPanel
      title={t`Look and keys`}
      help={t`A change counts at once, and on your other devices when they load a page next.`}
    >
      <Input.Wrapper label={t`Theme`} labelElement="div">
        <SegmentedControl
          aria-label={t`Theme`}
          fullWidth
          value={preferences.theme}
          onChange={(theme) => change({ theme: theme as Preferences['theme'] })}
          data={[
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
            { value: 'auto', label: t`As the system` },
          ]}
        />
      </Input.Wrapper>
      <Input.Wrapper
        label={t`Rows of lists`}
        labelElement="div"
        description={t`Compact rows show about a quarter more at a time.`}
      >
        <SegmentedControl
          aria-label={t`Rows of lists`}
          fullWidth
          value={preferences.density}
          onChange={(density) => change({ density: density as Preferences['density'] })}
          data={[
            { value: 'comfortable', label: t`Comfortable` },
            { value: 'compact', label: t`Compact` },
          ]}
        />
      </Input.Wrapper>
      <Select
        label={t`Calendars begin the week on`}
        data={[
          { value: '0', label: t`As the company: ${companys}` },
          ...weekdays.map((label, at) => ({ value: String(at + 1), label })),
        ]}
        value={String(preferences.first_weekday)}
        allowDeselect={false}
        onChange={(day) => day && change({ first_weekday: Number(day) })}
      />
      <Switch
        label={t`Shortcuts of a single key`}
        description={t`Such as c to create or j for the next row. Those with Ctrl or Cmd always work.`}
        checked={preferences.single_keys}
        onChange={(event) => change({ single_keys: event.currentTarget.checked })}
      />
    </SettingsPanel>
  )
}
