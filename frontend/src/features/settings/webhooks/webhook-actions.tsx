import { useLingui } from '@lingui/react/macro'
import { Button, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { Changing } from '../changing'
import { useSettingsWrite } from '../settings-api'
import type { Webhook, WebhookWithSecret } from './webhooks-api'

interface Props {
  hook: Webhook
  onSecret: (secret: string) => void
  onDeleted: () => void
}

/** What needs a second thought: a new secret, switching off, deleting. */
export function WebhookActions({ hook, onSecret, onDeleted }: Props) {
  const { t } = useLingui()
  const write = useSettingsWrite<WebhookWithSecret>()
  const [asking, setAsking] = useState<'rotate' | 'delete' | null>(null)
  const path = `/webhooks/${hook.id}/`
  const close = () => setAsking(null)
  const rotate = () =>
    write.mutate(
      { method: 'POST', path: `${path}rotate/` },
      { onSuccess: ({ secret }) => onSecret(secret), onSettled: close },
    )
  const remove = () => write.mutate({ method: 'DELETE', path }, { onSuccess: onDeleted, onSettled: close })
  return (
    <Changing>
      <Button size="compact-sm" variant="default" onClick={() => setAsking('rotate')}>{t`New secret`}</Button>
      {hook.state === 'active' && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => write.mutate({ method: 'PATCH', path, body: { state: 'disabled' } })}
        >{t`Switch off`}</Button>
      )}
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsking('delete')}>{t`Delete`}</Button>
      {asking === 'rotate' && (
        <Modal opened onClose={close} title={t`A new secret for “${hook.name}”?`}>
          <Text size="sm">
            {t`For 24 hours messages are signed with the old secret as well, so that you can change over without losing any.`}
          </Text>
          <Button mt="lg" fullWidth loading={write.isPending} onClick={rotate} data-autofocus>
            {t`Make a new secret`}
          </Button>
        </Modal>
      )}
      {asking === 'delete' && (
        <Modal opened onClose={close} title={t`Delete “${hook.name}”?`}>
          <Text size="sm">{t`Nothing more is sent, and the log of what was sent is deleted too.`}</Text>
          <Button color="red" mt="lg" fullWidth loading={write.isPending} onClick={remove}>
            {t`Delete the webhook`}
          </Button>
        </Modal>
      )}
    </Changing>
  )
}
