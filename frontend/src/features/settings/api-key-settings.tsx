import { useLingui } from '@lingui/react/macro'
import { Button, Table } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { StateMessage } from '@/shared/ui/state-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { type ApiKey, type NewApiKey, settingsQuery, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'
import { useKeyScopes } from './use-key-scopes'

const ApiKeyDialog = onUse(() => import('./api-key-dialog').then((m) => m.ApiKeyDialog))
const ApiKeyRevoke = onUse(() => import('./api-key-revoke').then((m) => m.ApiKeyRevoke))
const ApiKeyShown = onUse(() => import('./api-key-shown').then((m) => m.ApiKeyShown))

export function ApiKeySettings() {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('api-keys'))
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<NewApiKey | null>(null)
  const create = (
    <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setCreating(true)}>
      {t`New key`}
    </Button>
  )
  return (
    <SettingsSection
      title={t`API keys`}
      help={t`A key lets a program work in your name, with your rights and no more. Treat it like a password.`}
      action={create}
    >
      <Loaded query={query}>
        {(keys) =>
          keys.length === 0 ? (
            <StateMessage title={t`No keys yet`}>{t`Make one to connect another system.`}</StateMessage>
          ) : (
            <KeyTable keys={keys} />
          )
        }
      </Loaded>
      {creating && (
        <ApiKeyDialog
          onClose={() => setCreating(false)}
          onMade={(key) => {
            setCreating(false)
            setMade(key)
          }}
        />
      )}
      {made && <ApiKeyShown apiKey={made} onClose={() => setMade(null)} />}
    </SettingsSection>
  )
}

function KeyTable({ keys }: { keys: ApiKey[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useSettingsWrite()
  const { scopeLabel } = useKeyScopes()
  const [asking, setAsking] = useState<ApiKey | null>(null)
  const revoke = (key: ApiKey) => {
    setAsking(null)
    write.mutate(
      { method: 'DELETE', path: `/api-keys/${key.id}/` },
      { onSuccess: () => notifications.show({ message: t`The key “${key.name}” is revoked` }) },
    )
  }
  return (
    <div className={`${classes.tableWrap} ${classes.cards}`}>
      <Table verticalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Name`}</Table.Th>
            <Table.Th>{t`Begins with`}</Table.Th>
            <Table.Th>{t`May`}</Table.Th>
            <Table.Th>{t`Last used`}</Table.Th>
            <Table.Th>{t`Expires`}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{t`Actions`}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id}>
              <Table.Td fw={500}>
                {key.name}
                {key.user?.name && <span className={classes.secondary}>{key.user.name}</span>}
              </Table.Td>
              <Table.Td ff="monospace">{key.prefix}…</Table.Td>
              <Table.Td data-label={t`May`}>{key.scopes.map(scopeLabel).join(' · ')}</Table.Td>
              <Table.Td data-label={t`Last used`}>
                {key.last_used_at ? format.relative(key.last_used_at) : t`Never`}
              </Table.Td>
              <Table.Td data-label={t`Expires`}>{key.expires_at ? format.date(key.expires_at) : t`Never`}</Table.Td>
              <Table.Td ta="end">
                {key.revoked_at ? (
                  <TintBadge>{t`Revoked`}</TintBadge>
                ) : (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t`Revoke “${key.name}”`}
                    onClick={() => setAsking(key)}
                  >{t`Revoke`}</Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {asking && <ApiKeyRevoke apiKey={asking} onClose={() => setAsking(null)} onRevoke={() => revoke(asking)} />}
    </div>
  )
}
