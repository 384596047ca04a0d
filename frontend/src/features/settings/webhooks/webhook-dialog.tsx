import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Loaded } from '../loaded'
import { NameField } from '../name-field'
import { fieldError, formError, useSettingsWrite } from '../settings-api'
import { EventPicker } from './event-picker'
import { type ChangedWebhook, offersQuery, type Webhook } from './webhooks-api'

interface Props {
  /** None: a new one. */
  hook?: Webhook
  onSaved: (saved: ChangedWebhook) => void
  onClose: () => void
}

export function WebhookDialog({ hook, onSaved, onClose }: Props) {
  const { t } = useLingui()
  const write = useSettingsWrite<ChangedWebhook>({ quiet: true })
  const offers = useQuery(offersQuery)
  const [name, setName] = useState(hook?.name ?? '')
  const [url, setUrl] = useState(hook?.url ?? '')
  const [events, setEvents] = useState(hook?.events ?? [])
  const submit = () => {
    const body = { name: name.trim(), url: url.trim(), events }
    if (!hook) write.mutate({ method: 'POST', path: '/webhooks/', body }, { onSuccess: onSaved })
    else
      write.mutate(
        { method: 'PATCH', path: `/webhooks/${hook.id}/`, body: changed(hook, body) },
        { onSuccess: onSaved },
      )
  }
  return (
    <FormDialog
      title={hook ? t`Edit “${hook.name}”` : t`New webhook`}
      submitLabel={hook ? t`Save` : t`Make the webhook`}
      size="lg"
      busy={write.isPending}
      error={formError(write.error, ['name', 'url', 'events'])}
      onSubmit={submit}
      onClose={onClose}
    >
      <NameField
        description={t`What the other system is called here.`}
        maxLength={100}
        value={name}
        failure={write.error}
        onChange={setName}
      />
      <TextInput
        label={t`Address`}
        description={t`It begins with https:// and can be reached from the internet. At another host the webhook gets a new secret.`}
        value={url}
        maxLength={2000}
        required
        withAsterisk={false}
        type="text"
        inputMode="url"
        placeholder="https://"
        error={fieldError(write.error, 'url')}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <Loaded query={offers}>
        {(found) => (
          <EventPicker offers={found} value={events} error={fieldError(write.error, 'events')} onChange={setEvents} />
        )}
      </Loaded>
    </FormDialog>
  )
}

/** Only what differs: whoever changes address or events lends the webhook their own rights. */
function changed(hook: Webhook, body: { name: string; url: string; events: string[] }) {
  const same = body.events.length === hook.events.length && body.events.every((one) => hook.events.includes(one))
  return {
    ...(body.name === hook.name ? {} : { name: body.name }),
    ...(body.url === hook.url ? {} : { url: body.url }),
    ...(same ? {} : { events: body.events }),
  }
}
