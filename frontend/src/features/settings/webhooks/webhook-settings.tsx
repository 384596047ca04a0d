import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { onUse } from '@/shared/on-use/on-use'
import { StateMessage } from '@/shared/ui/state-message'
import { Loaded } from '../loaded'
import { settingsQuery } from '../settings-api'
import { SettingsSection } from '../settings-section'
import { useOpened } from './use-opened'
import { WebhookList } from './webhook-list'

const SecretDialog = onUse(() => import('./secret-dialog').then((m) => m.SecretDialog))
const WebhookDetail = onUse(() => import('./webhook-detail').then((m) => m.WebhookDetail))
const WebhookDialog = onUse(() => import('./webhook-dialog').then((m) => m.WebhookDialog))

const FARES_MS = 5_000

/** Other systems that are told of what happens here. */
export function WebhookSettings() {
  const { t } = useLingui()
  const [opened, open] = useOpened()
  // How they fare changes by itself, with the messages that they send.
  const query = useQuery({ ...settingsQuery('webhooks'), refetchInterval: FARES_MS })
  const [creating, setCreating] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const shown = query.data?.find((one) => one.id === opened)
  const create = (
    <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setCreating(true)}>
      {t`New webhook`}
    </Button>
  )
  return (
    <SettingsSection
      title={t`Webhooks`}
      help={t`When a record is created, changed or deleted, another system is told at once. It hears of what the person may see who set the webhook up, and of nothing else.`}
      action={shown ? undefined : create}
    >
      <Loaded query={query}>
        {(hooks) =>
          shown ? (
            <WebhookDetail key={shown.id} hook={shown} onSecret={setSecret} onBack={() => open(null)} />
          ) : hooks.length === 0 ? (
            <StateMessage title={t`No webhooks yet`}>
              {t`Make one with the address that the other system gives you.`}
            </StateMessage>
          ) : (
            <WebhookList hooks={hooks} onOpen={open} />
          )
        }
      </Loaded>
      {creating && (
        <WebhookDialog
          onClose={() => setCreating(false)}
          onSaved={(saved) => {
            setCreating(false)
            open(saved.id)
            setSecret(saved.secret)
          }}
        />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </SettingsSection>
  )
}
