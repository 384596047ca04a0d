import { useRight } from '@/shared/api/me'

/** Operators come for the platform: the console takes the place of the CRM's navigation. */
export const useIsConsole = () => useRight('operator')
