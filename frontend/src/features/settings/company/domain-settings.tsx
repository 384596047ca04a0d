import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { onUse } from '@/shared/on-use/on-use'
import { Loaded } from '../loaded'
import { settingsQuery } from '../settings-api'
import { SettingsSection } from '../settings-section'
import { DomainCard } from './domain-card'
import classes from './domains.module.css'

const DomainDialog = onUse(() => import('./domain-dialog').then((m) => m.DomainDialog))

/** The hosts that lead to the workspace, and those that shall. */
export function DomainSettings() {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('domains'))
  const [claiming, setClaiming] = useState(false)
  return (
    <SettingsSection
      title={t`Domains`}
      help={t`Your people can open the workspace at a host of your own, such as crm.example.com. A record at your name servers proves that it is yours.`}
      action={
        <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setClaiming(true)}>
          {t`New domain`}
        </Button>
      }
    >
      <Loaded query={query}>
        {(domains) => (
          <ul className={classes.list}>
            {domains.map((domain) => (
              <DomainCard key={domain.domain} domain={domain} />
            ))}
          </ul>
        )}
      </Loaded>
      {claiming && <DomainDialog onClose={() => setClaiming(false)} />}
    </SettingsSection>
  )
}
