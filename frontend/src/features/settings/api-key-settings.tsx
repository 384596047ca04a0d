import { useLingui } from '@lingui/react/macro'
import { Button, CopyButton, Modal, Select, Table, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { FormDialog } from '@/shared/ui/form-dialog'
import { StateMessage } from '@/shared/ui/state-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { type ApiKey, fieldError, formError, type NewApiKey, settingsQuery, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'

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
        <NewKeyDialog
          onClose={() => setCreating(false)}
          onMade={(key) => {
            setCreating(false)
            setMade(key)
          }}
        />
      )}
      {made && <ShownOnce apiKey={made} onClose={() => setMade(null)} />}
    </SettingsSection>
  )
}

function KeyTable({ keys }: { keys: ApiKey[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useSettingsWrite()
  const [asking, setAsking] = useState<ApiKey | null>(null)
  const revoke = (key: ApiKey) => {
    setAsking(null)
    write.mutate(
      { method: 'DELETE', path: `/api-keys/${key.id}/` },
      { onSuccess: () => notifications.show({ message: t`The key “${key.name}” is revoked` }) },
    )
  }
  return (
    <div className={classes.tableWrap}>
      <Table verticalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Name`}</Table.Th>
            <Table.Th>{t`Begins with`}</Table.Th>
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
              <Table.Td>{key.last_used_at ? format.relative(key.last_used_at) : t`Never`}</Table.Td>
              <Table.Td>{key.expires_at ? format.date(key.expires_at) : t`Never`}</Table.Td>
              <Table.Td ta="end">
                {key.revoked_at ? (
                  <TintBadge>{t`Revoked`}</TintBadge>
                ) : (
                  <Button size="compact-sm" variant="default" onClick={() => setAsking(key)}>{t`Revoke`}</Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {asking && (
        <Modal opened onClose={() => setAsking(null)} title={t`Revoke “${asking.name}”?`}>
          <Text size="sm">{t`Programs that use this key stop working at once. It cannot be undone.`}</Text>
          <Button color="red" mt="lg" fullWidth onClick={() => revoke(asking)}>{t`Revoke the key`}</Button>
        </Modal>
      )}
    </div>
  )
}

const DAY_MS = 86_400_000

function NewKeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (key: NewApiKey) => void }) {
  const { t } = useLingui()
  const write = useSettingsWrite<NewApiKey>({ quiet: true })
  const [name, setName] = useState('')
  const [scope, setScope] = useState('all')
  const [days, setDays] = useState('90')
  const submit = () =>
    write.mutate(
      {
        method: 'POST',
        path: '/api-keys/',
        body: {
          name: name.trim(),
          scopes: [scope],
          expires_at: days ? new Date(Date.now() + Number(days) * DAY_MS).toISOString() : null,
        },
      },
      { onSuccess: onMade },
    )
  return (
    <FormDialog
      title={t`New API key`}
      submitLabel={t`Make the key`}
      busy={write.isPending}
      error={formError(write.error, ['name'])}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t`Name`}
        description={t`What the key is for; it stands in the audit trail.`}
        value={name}
        required
        withAsterisk={false}
        data-autofocus
        error={fieldError(write.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t`May`}
        data={[
          { value: 'all', label: t`Read and change everything that you may` },
          { value: 'read', label: t`Only read` },
        ]}
        value={scope}
        allowDeselect={false}
        onChange={(next) => setScope(next ?? 'all')}
      />
      <Select
        label={t`Expires`}
        data={[
          { value: '30', label: t`In 30 days` },
          { value: '90', label: t`In 90 days` },
          { value: '365', label: t`In one year` },
          { value: '', label: t`Never` },
        ]}
        value={days}
        allowDeselect={false}
        onChange={(next) => setDays(next ?? '')}
      />
    </FormDialog>
  )
}

function ShownOnce({ apiKey, onClose }: { apiKey: NewApiKey; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onClose} title={t`The key “${apiKey.name}”`} closeOnClickOutside={false}>
      <Text size="sm">{t`Copy it now: it is not shown again.`}</Text>
      <code className={classes.key}>{apiKey.key}</code>
      <CopyButton value={apiKey.key}>
        {({ copied, copy }) => (
          <Button mt="md" fullWidth onClick={copy} data-autofocus>
            {copied ? t`Copied` : t`Copy the key`}
          </Button>
        )}
      </CopyButton>
    </Modal>
  )
}
