import { whenShown } from '@/shared/on-use/on-use'

/** The guide on the home page, in a file of its own: most people are past it. */
export const HomeGuide = whenShown(() => import('./home-guide').then((m) => m.HomeGuide))
