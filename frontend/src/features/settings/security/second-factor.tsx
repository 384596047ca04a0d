import { useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import {
  authenticators,
  deactivateTotp,
  type NewTotp,
  newTotp,
  recoveryCodes,
  renewRecoveryCodes,
} from '@/shared/api/session'
import { useFormat } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { TintBadge } from '@/shared/ui/tint-badge'
import { AskedDeletion } from '../asked-deletion'
import { Loaded } from '../loaded'
import { SettingsPanel } from '../settings-panel'
import { isDeclined, useConfirmed } from './confirm-password'
import classes from './security.module.css'
import { sessionsKey } from './sessions-query'

const RecoveryCodes = onUse(() => import('./recovery-codes').then((m) => m.RecoveryCodes))
const TotpDialog = onUse(() => import('./totp-dialog').then((m) => m.TotpDialog))

const KEY = ['authenticators']

/** A code from an app on the phone beside the password: set up, codes for emergencies, taken away. */
export function SecondFactor() {
  const { t } = useLingui()
  const client = useQueryClient()
  const confirmed = useConfirmed()
  const format = useFormat()
  const query = useQuery({ queryKey: KEY, queryFn: authenticators })
  const [fresh, setFresh] = useState<NewTotp | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [busy, setBusy] = useState(false)

  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await confirmed(work)
    } catch (error) {
      const message = isProblem(error) ? error.errors[0]?.message || error.detail : ''
      if (!isDeclined(error)) notifications.show({ color: 'red', title: t`That did not work`, message })
    } finally {
      setBusy(false)
      client.invalidateQueries({ queryKey: KEY })
      client.invalidateQueries({ queryKey: sessionsKey })
    }
  }
  return (
    <SettingsPanel
      title={t`Two-step sign-in`}
      help={t`After your password a code from an app on your phone is asked for. Whoever finds out your password then still cannot sign in.`}
    >
      <Loaded query={query}>
        {(found) => {
          const totp = found.find((one) => one.type === 'totp')
          const left = found.find((one) => one.type === 'recovery_codes')?.unused_code_count ?? 0
          if (!totp)
            return (
              <Group justify="space-between">
                <p className={classes.state}>{t`It is off.`}</p>
                <Button
                  loading={busy}
                  onClick={() => void run(async () => setFresh(await newTotp()))}
                >{t`Set it up`}</Button>
              </Group>
            )
          return (
            <>
              <p className={classes.state}>
                <TintBadge color="green">{t`On`}</TintBadge>
                {t`since ${format.dateTime(new Date(totp.created_at * 1000).toISOString())}`}
              </p>
              <p className={classes.state}>{t`Recovery codes left: ${left}`}</p>
              <Group gap="xs">
                <Button
                  variant="default"
                  onClick={() => void run(async () => setCodes(await recoveryCodes()))}
                >{t`Show the recovery codes`}</Button>
                <AskedDeletion
                  label={t`Make new ones`}
                  confirmLabel={t`Yes, make new ones`}
                  told={t`The codes that you have kept stop working then.`}
                  busy={busy}
                  onDelete={() => void run(async () => setCodes(await renewRecoveryCodes()))}
                />
                <AskedDeletion
                  label={t`Switch it off`}
                  confirmLabel={t`Yes, switch it off`}
                  told={t`The password alone signs you in then, and the recovery codes stop working.`}
                  busy={busy}
                  onDelete={() => void run(async () => void (await deactivateTotp()))}
                />
              </Group>
            </>
          )
        }}
      </Loaded>
      {fresh && (
        <TotpDialog
          totp={fresh}
          onClose={() => setFresh(null)}
          onActivated={() => {
            setFresh(null)
            void run(async () => setCodes(await recoveryCodes()))
          }}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </SettingsPanel>
  )
}
