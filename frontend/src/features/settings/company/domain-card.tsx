import { useLingui } from '@lingui/react/macro'
import { Button, CopyButton, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Changing } from '../changing'
import { type Domain, useSettingsWrite } from '../settings-api'
import classes from './domains.module.css'

/** One host: whether it works, what it still needs, what can be done with it. */
export function DomainCard({ domain }: { domain: Domain }) {
  const { t } = useLingui()
  const write = useSettingsWrite<Domain>()
  const [removing, setRemoving] = useState(false)
  const act = (action: 'check' | 'use-for-links') =>
    write.mutate({ method: 'POST', path: `/domains/${domain.id}/${action}/` })
  const remove = () => {
    setRemoving(false)
    write.mutate({ method: 'DELETE', path: `/domains/${domain.id}/` })
  }
  return (
    <li className={classes.card}>
      <Group gap="xs">
        <h3 className={classes.name}>{domain.written}</h3>
        <TintBadge color={domain.works ? 'green' : 'yellow'}>{domain.works ? t`Works` : t`Not proved yet`}</TintBadge>
        {domain.is_primary && <TintBadge color="blue">{t`In links`}</TintBadge>}
      </Group>
      {domain.id === null && <Text size="sm" c="dimmed">{t`The address that the workspace was given.`}</Text>}
      {domain.written !== domain.domain && <Text size="sm" c="dimmed">{t`${domain.domain} for name servers`}</Text>}
      {domain.problem && (
        <p role="status" className={classes.problem}>
          {domain.problem}
        </p>
      )}
      {domain.record && !domain.works && <Records domain={domain} />}
      {domain.id !== null && (
        <Changing>
          <Group gap="xs" mt="sm">
            <Button size="compact-sm" variant="default" loading={write.isPending} onClick={() => act('check')}>
              {t`Check now`}
            </Button>
            {domain.works && !domain.is_primary && (
              <Button size="compact-sm" variant="default" onClick={() => act('use-for-links')}>
                {t`Use in links`}
              </Button>
            )}
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRemoving(true)}>
              {t`Remove`}
            </Button>
          </Group>
        </Changing>
      )}
      {removing && (
        <Modal opened onClose={() => setRemoving(false)} title={t`Remove ${domain.written}?`}>
          <Text size="sm">{t`The workspace can no longer be opened there. Links that were sent stop working.`}</Text>
          <Button color="red" mt="lg" fullWidth onClick={remove}>{t`Remove the domain`}</Button>
        </Modal>
      )}
    </li>
  )
}

/** What has to be entered at the company's name servers. */
function Records({ domain }: { domain: Domain }) {
  const { t } = useLingui()
  return (
    <>
      <Text size="sm" mt="xs">{t`Enter these two records at your name servers, then check.`}</Text>
      <dl className={classes.records}>
        <Entry type="TXT" name={domain.record?.name ?? ''} value={domain.record?.value ?? ''} />
        <Entry type="CNAME" name={domain.domain} value={domain.target} />
      </dl>
    </>
  )
}

function Entry({ type, name, value }: { type: string; name: string; value: string }) {
  const { t } = useLingui()
  return (
    <div className={classes.record}>
      <dt>
        {type} <code>{name}</code>
      </dt>
      <dd>
        <code>{value}</code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy} aria-label={t`Copy the value of ${name}`}>
              {copied ? t`Copied` : t`Copy`}
            </Button>
          )}
        </CopyButton>
      </dd>
    </div>
  )
}
