import { useLingui } from '@lingui/react/macro'
import { PasswordInput } from '@mantine/core'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { asksAgain, confirmPassword } from '@/shared/api/session'
import { FormDialog } from '@/shared/ui/form-dialog'

type Confirmed = <T>(work: () => Promise<T>) => Promise<T>

class Declined extends Error {}

const Context = createContext<Confirmed>((work) => work())

/** Does the work; where the server wants the password again first, asks for it and repeats. */
export const useConfirmed = () => useContext(Context)

export const isDeclined = (error: unknown) => error instanceof Declined

interface Asking {
  done: () => void
  declined: () => void
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const confirmed = useCallback<Confirmed>(async (work) => {
    try {
      return await work()
    } catch (error) {
      if (!asksAgain(error)) throw error
      await new Promise<void>((resolve, reject) =>
        setAsking({ done: resolve, declined: () => reject(new Declined()) }),
      ).finally(() => setAsking(null))
      return work()
    }
  }, [])
  return (
    <Context.Provider value={confirmed}>
      {children}
      {asking && <ConfirmDialog {...asking} />}
    </Context.Provider>
  )
}

function ConfirmDialog({ done, declined }: Asking) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const submit = async () => {
    setBusy(true)
    try {
      await confirmPassword(password)
      done()
    } catch (error) {
      setBusy(false)
      setRefusal((isProblem(error) && error.errors[0]?.message) || t`The password is wrong.`)
    }
  }
  return (
    <FormDialog
      title={t`Your password, please`}
      submitLabel={t`Go on`}
      busy={busy}
      error={refusal}
      disabled={!password}
      onSubmit={() => void submit()}
      onClose={declined}
    >
      <PasswordInput
        label={t`Password`}
        description={t`Such a change needs your password once more.`}
        autoComplete="current-password"
        value={password}
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
