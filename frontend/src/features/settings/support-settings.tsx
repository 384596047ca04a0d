import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Checkbox, Group, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { type SupportOverview, supportQuery, useSupportWrite } from '@/shared/api/support'
import { useFormat } from '@/shared/lib/format'
import { SupportSessions } from '@/shared/ui/support-sessions'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { SettingsSection } from './settings-section'

const DAY_MS = 86_400_000

/** Whether those who run the platform may sign in as people of this workspace, and who did. */
export function SupportSettings() {
  const { t } = useLingui()
  const query = useQuery(supportQuery)
  const write = useSupportWrite()
  return (
    <SettingsSection
      title={t`Support access`}
      help={t`Let the people who run this platform sign in as one of your users, to see what you see. Everything they do stands in your audit trail; private notes, passwords and keys stay hidden from them.`}
    >
      <Loaded query={query}>
        {(overview) => (
          <>
            <Consent overview={overview} />
            <section className={classes.panel} aria-label={t`Support sessions`}>
              <h2 className={classes.panelTitle}>{t`Support sessions`}</h2>
              <SupportSessions
                sessions={overview.sessions}
                busy={write.isPending}
                onEnd={(id) => write.mutate({ method: 'POST', path: `/support/sessions/${id}/end/` })}
              />
            </section>
          </>
        )}
      </Loaded>
    </SettingsSection>
  )
}

function Consent({ overview: { consent } }: { overview: SupportOverview }) {
  const { t } = useLingui()
  const format = useFormat()
  const { support } = useMe()
  const write = useSupportWrite()
  const [days, setDays] = useState('7')
  const [writes, setWrites] = useState(false)
  const allow = () => {
    const until = new Date(Date.now() + Number(days) * DAY_MS).toISOString()
    write.mutate({ method: 'PUT', path: '/support/consent/', body: { until, writes } })
  }
  return (
    <section className={classes.panel} aria-label={t`Access`}>
      <h2 className={classes.panelTitle}>{t`Access`}</h2>
      {isProblem(write.error) && (
        <Alert color="red" variant="light" role="alert" mb="sm">
          {write.error.detail}
        </Alert>
      )}
      {consent ? (
        <Group justify="space-between" gap="sm">
          <div>
            <Text size="sm" fw={500}>{t`Allowed until ${format.moment(consent.until)}`}</Text>
            <Text size="sm" c="dimmed">
              {consent.writes ? t`To look and to change records` : t`To look, not to change anything`}
              {' · '}
              {t`by ${consent.given_by}`}
            </Text>
          </div>
          {!support && (
            <Button
              variant="default"
              loading={write.isPending}
              onClick={() => write.mutate({ method: 'DELETE', path: '/support/consent/' })}
            >{t`Withdraw`}</Button>
          )}
        </Group>
      ) : support ? (
        <Text size="sm">{t`Not allowed.`}</Text>
      ) : (
        <Group align="flex-end" gap="sm">
          <Select
            label={t`Allow for`}
            data={[
              { value: '1', label: t`One day` },
              { value: '7', label: t`One week` },
              { value: '30', label: t`30 days` },
            ]}
            value={days}
            allowDeselect={false}
            onChange={(next) => setDays(next ?? '7')}
          />
          <Checkbox
            mb={8}
            label={t`They may also change records`}
            checked={writes}
            onChange={(event) => setWrites(event.currentTarget.checked)}
          />
          <Button loading={write.isPending} onClick={allow}>{t`Allow support`}</Button>
        </Group>
      )}
    </section>
  )
}
