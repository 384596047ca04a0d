import { whenShown } from '@/shared/on-use/on-use'

/** In a file of its own: nobody but operators needs it. */
export const ConsoleLinks = whenShown(() => import('./console-links').then((m) => m.ConsoleLinks))
