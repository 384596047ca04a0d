import { createStore } from '@/shared/lib/store'

export const overlay = createStore<'palette' | 'shortcuts' | 'notices' | null>(null)
