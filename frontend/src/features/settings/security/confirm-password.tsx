import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { asksAgain } from '@/shared/api/session'
import { onUse } from '@/shared/on-use/on-use'
import type { Asking } from './confirm-dialog'

const ConfirmDialog = onUse(() => import('./confirm-dialog').then((m) => m.ConfirmDialog))

type Confirmed = <T>(work: () => Promise<T>) => Promise<T>

class Declined extends Error {}

const Context = createContext<Confirmed>((work) => work())

/** Does the work; where the server wants the password again first, asks for it and repeats. */
export const useConfirmed = () => useContext(Context)

export const isDeclined = (error: unknown) => error instanceof Declined

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
