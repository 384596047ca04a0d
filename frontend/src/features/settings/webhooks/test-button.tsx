import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Changing } from '../changing'
import settings from '../settings.module.css'
import { useSettingsWrite } from '../settings-api'
import classes from './webhooks.module.css'
import { type Delivery, deliveryQuery, hostOf, type Webhook } from './webhooks-api'

/** Sends a test message and shows what the receiver said. */
export function TestButton({ hook }: { hook: Webhook }) {
  const { t } = useLingui()
  const write = useSettingsWrite<Delivery>()
  const [sent, setSent] = useState<string | null>(null)
  const close = () => setSent(null)
  const send = () =>
    write.mutate({ method: 'POST', path: `/webhooks/${hook.id}/test/` }, { onSuccess: ({ id }) => setSent(id) })
  return (
    <Changing>
      <Button size="compact-sm" loading={write.isPending} onClick={send}>
        {t`Send a test`}
      </Button>
      {sent && (
        <Modal opened onClose={close} title={t`Test of “${hook.name}”`}>
          <Outcome hook={hook} delivery={sent} />
          <Button mt="lg" fullWidth variant="default" onClick={close}>{t`Close`}</Button>
        </Modal>
      )}
    </Changing>
  )
}

function Outcome({ hook, delivery }: { hook: Webhook; delivery: string }) {
  const { t } = useLingui()
  const { data } = useQuery(deliveryQuery(hook.id, delivery))
  const host = hostOf(hook.url)
  if (!data || data.state === 'waiting') return <Text size="sm" role="status">{t`Waiting for ${host} …`}</Text>
  const arrived = data.state === 'delivered'
  return (
    <div role="status">
      <Alert
        color={arrived ? 'green' : 'red'}
        variant="light"
        title={arrived ? t`It arrived` : t`It did not arrive`}
        classNames={{ message: classes.told }}
      >
        {data.error_text && <p>{data.error_text}.</p>}
        {data.status !== null && <p>{t`The answer's status is ${data.status}.`}</p>}
        {data.took_ms !== null && <p>{t`It took ${data.took_ms} ms.`}</p>}
      </Alert>
      {data.answer && (
        <>
          <Text size="sm" mt="sm">{t`What ${host} answered:`}</Text>
          <code className={settings.key}>{data.answer}</code>
        </>
      )}
    </div>
  )
}
