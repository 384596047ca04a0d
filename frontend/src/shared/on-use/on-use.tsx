import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'
import { withTextsOfUse } from '@/shared/i18n/activate'
import { fetchAhead } from './fetch-ahead'
import { useFocusBack } from './use-focus-back'

const RELOADED = 'reloaded-for'

/** After a deployment this build's files may be gone: the page is loaded anew, once for each file. */
async function orReload<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const missing = String(error)
    if (!navigator.onLine || sessionStorage.getItem(RELOADED) === missing) throw error
    sessionStorage.setItem(RELOADED, missing)
    location.reload()
    return new Promise(() => undefined)
  }
}

/** A part that is loaded when it is first shown, within the `Suspense` around it. */
export const lazyPart = <P extends object>(load: () => Promise<ComponentType<P>>) =>
  lazy(async () => ({ default: await orReload(load) }))

/**
 * The same, drawn at once where it was loaded before by `begin`: React holds back for 300 ms what follows a fallback,
 * even an empty one.
 */
export function begunPart<P extends object>(load: () => Promise<ComponentType<P>>) {
  let found: ComponentType<P> | undefined
  const begin = async () => {
    found = await load()
    return found
  }
  const Part = lazyPart(begin)
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, at the level of a module
  const Begun = (props: P) => {
    const [Own] = useState<ComponentType<P>>(() => found ?? Part)
    return <Own {...props} />
  }
  return Object.assign(Begun, { begin })
}

/** A part that is loaded when it is first shown; `meanwhile` stands in its place, or nothing. */
export function whenShown<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile: ReactNode = null,
): ComponentType<P> {
  const Part = lazyPart(load)
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, at the level of a module
  return function WhenShown(props: P) {
    return (
      <Suspense fallback={meanwhile}>
        <Part {...props} />
      </Suspense>
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
  meanwhile: ReactNode = null,
): ComponentType<P> {
  const withTexts = withTextsOfUse(load)
  fetchAhead(withTexts)
  const Part = whenShown(withTexts, meanwhile)
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, at the level of a module
  return function OnUse(props: P) {
    useFocusBack()
    return <Part {...props} />
  }
}
