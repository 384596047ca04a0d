import { useLingui } from '@lingui/react/macro'
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react'
import { withTextsOfUse } from '@/shared/i18n/activate'
import { noteSilence } from '@/shared/lib/connection'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { fetchAhead } from './fetch-ahead'
import { useFocusBack } from './use-focus-back'

const RELOADED = 'reloaded-for'
const RETRY_MS = 3_000

/** The file could not be fetched, and the server did not say that it is gone. */
class Unreachable extends Error {}

/** Whether the server answers for the file that the failure names, and does not have it any more. */
async function isGone(failure: string) {
  const address = /(https?:\/\/|\/)[^\s"')]+/.exec(failure)?.[0]
  // Not every engine names it.
  if (!address) return navigator.onLine
  try {
    return (await fetch(address, { method: 'HEAD', cache: 'no-store' })).status === 404
  } catch {
    return false
  }
}

/** After a deployment this build's files may be gone: the page is loaded anew, once for each file. */
async function orReload<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const missing = String(error)
    if (!(await isGone(missing))) throw new Unreachable(missing, { cause: error })
    if (sessionStorage.getItem(RELOADED) === missing) throw error
    sessionStorage.setItem(RELOADED, missing)
    location.reload()
    return new Promise(() => undefined)
  }
}

/**
 * A part in a file of its own: drawn at once where the file is here, by `begin` for instance, else as soon as it comes;
 * `meanwhile` stands in its place, or nothing. Not by `lazy`: React holds back for 300 ms what follows a fallback, even
 * an empty one, and takes even a file that is here for one that is still to come. Where the file can't be reached it is asked for again until it
 * comes, and nothing else goes off the screen; `useOnWait` hears of it, and that it is over.
 */
export function whenShown<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile: (props: P) => ReactNode = () => null,
  useOnWait: () => (waits: boolean) => void = () => () => undefined,
) {
  let found: ComponentType<P> | undefined
  let coming: Promise<ComponentType<P>> | undefined
  const begin = () => {
    coming ??= load().then(
      (part) => {
        found = part
        return part
      },
      (error) => {
        coming = undefined
        throw error
      },
    )
    return coming
  }
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, at the level of a module
  const WhenShown = (props: P) => {
    const [Part, setPart] = useState<ComponentType<P> | undefined>(() => found)
    const [failure, setFailure] = useState<{ error: unknown }>()
    const onWait = useOnWait()
    const latest = useRef(onWait)
    latest.current = onWait
    useEffect(() => {
      if (Part) return
      let here = true
      let waits = false
      let timer: ReturnType<typeof setTimeout>
      const again = () => {
        clearTimeout(timer)
        window.removeEventListener('online', again)
        take()
      }
      const take = () =>
        void orReload(begin).then(
          (part) => {
            latest.current(false)
            setPart(() => part)
          },
          (error: unknown) => {
            if (!here) return
            if (!(error instanceof Unreachable)) return setFailure({ error })
            if (!waits) latest.current(true)
            waits = true
            window.addEventListener('online', again)
            timer = setTimeout(again, RETRY_MS)
          },
        )
      take()
      return () => {
        here = false
        clearTimeout(timer)
        window.removeEventListener('online', again)
      }
    }, [Part])
    if (failure) throw failure.error
    return Part ? <Part {...props} /> : meanwhile(props)
  }
  return Object.assign(WhenShown, { begin })
}

/** Whoever opened something is told why nothing opens. */
function useTellOfWaiting() {
  const { t } = useLingui()
  return (waits: boolean) => {
    if (!waits) return forgetFailure('part')
    noteSilence()
    tellFailure(
      'part',
      t`The server cannot be reached`,
      t`You are offline. This is loaded when the connection is back.`,
    )
  }
}

/**
 * What a person opens: a menu, a dialog, a panel. It is loaded when it is first shown, or before, once the page is
 * idle. What opens it stands elsewhere and keeps in its state that it is open, so a key pressed early is not lost.
 * When it goes, the focus is where it was when it came.
 */
export function onUse<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile?: (props: P) => ReactNode,
): ComponentType<P> {
  const withTexts = withTextsOfUse(load)
  const Part = whenShown(withTexts, meanwhile, useTellOfWaiting)
  fetchAhead(Part.begin)
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, at the level of a module
  return function OnUse(props: P) {
    useFocusBack()
    return <Part {...props} />
  }
}
