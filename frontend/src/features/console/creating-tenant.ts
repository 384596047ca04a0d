import { createStore } from '@/shared/lib/store'

/** Whether the form for a new tenant is open. */
export const creatingTenant = createStore(false)
