import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { useState } from 'react'
import { useMe } from '@/shared/api/me'
import { exportAddress, type TrailFilter } from '@/shared/trail/trail-api'
import { TrailList } from '@/shared/trail/trail-list'
import classes from '../settings.module.css'
import { SettingsSection } from '../settings-section'
import { AuditFilters } from './audit-filters'
import { AuditState } from './audit-state'
import { SensitiveFields } from './sensitive-fields'

/** Who did what in the workspace, and the proof that nobody changed the record of it. */
export function AuditSettings() {
  const { t } = useLingui()
  const { rights } = useMe()
  const [filter, setFilter] = useState<TrailFilter>({})
  const [asked] = useDebouncedValue(filter, 250)
  return (
    <SettingsSection
      title={t`Audit trail`}
      help={t`Every change, by whom and from where. It can be read, not changed.`}
      action={
        rights.includes('export') && (
          <Button
            component="a"
            href={exportAddress(filter)}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t`Export as CSV`}
          </Button>
        )
      }
    >
      <AuditState />
      <AuditFilters filter={filter} onChange={setFilter} />
      <div className={classes.tableWrap}>
        <TrailList path="/audit/" filter={asked} onActor={(actor) => setFilter({ actor })} />
      </div>
      {rights.includes('settings') && <SensitiveFields />}
    </SettingsSection>
  )
}
