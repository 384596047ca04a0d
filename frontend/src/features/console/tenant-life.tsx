import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { useFormat } from '@/shared/lib/format'
import { CloseDialog } from './close-dialog'
import classes from './console.module.css'
import { type Tenant, useConsoleWrite } from './console-api'
import { EraseDialog } from './erase-dialog'
import { LockDialog } from './lock-dialog'

/** Locking, closing at a date and back, erasing for ever. */
export function TenantLife({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui()
  const [asked, setAsked] = useState<'lock' | 'close' | 'erase' | null>(null)
  const close = () => setAsked(null)
  if (tenant.is_operators) return <Text size="sm">{t`The operators' own tenant always works.`}</Text>
  const closing = tenant.state === 'closing'
  return (
    <>
      <Part
        title={t`Lock`}
        text={t`Nobody can read or change anything any more; the data stay. Administrators can still sign in to pay.`}
      >
        <Button
          size="compact-md"
          variant="default"
          disabled={closing || tenant.state === 'locked' || tenant.state === 'provisioning'}
          onClick={() => setAsked('lock')}
        >
          {t`Lock`}
        </Button>
      </Part>
      <Closing tenant={tenant} onClose={() => setAsked('close')} />
      <Part
        title={t`Erase now`}
        text={t`All rows, files and addresses go for ever, at once. A certificate of what there was is kept.`}
      >
        <Button size="compact-md" variant="light" color="red" onClick={() => setAsked('erase')}>
          {t`Erase`}
        </Button>
      </Part>
      {asked === 'lock' && <LockDialog tenant={tenant} onClose={close} />}
      {asked === 'close' && <CloseDialog tenant={tenant} onClose={close} />}
      {asked === 'erase' && <EraseDialog tenant={tenant} onClose={close} />}
    </>
  )
}

function Closing({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useConsoleWrite<Tenant>()
  const closing = tenant.state === 'closing'
  const moment = tenant.erase_at ? format.moment(tenant.erase_at) : ''
  return (
    <Part
      title={t`Close`}
      text={
        closing
          ? t`It is read-only and is erased on ${moment}.`
          : t`People read and export until a date, then everything is erased. Until then it can be taken back.`
      }
    >
      <Group gap="xs">
        {closing && (
          <Button
            size="compact-md"
            variant="default"
            loading={write.isPending}
            onClick={() => write.mutate({ method: 'POST', path: `/tenants/${tenant.slug}/reopen/` })}
          >{t`Take back`}</Button>
        )}
        <Button size="compact-md" variant="default" disabled={tenant.state === 'provisioning'} onClick={onClose}>
          {closing ? t`Change the date` : t`Close at a date`}
        </Button>
      </Group>
      {isProblem(write.error) && (
        <Alert color="red" variant="light" role="alert">
          {write.error.detail}
        </Alert>
      )}
    </Part>
  )
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{title}</h2>
        {children}
      </div>
      <Text size="sm" c="dimmed">
        {text}
      </Text>
    </section>
  )
}
