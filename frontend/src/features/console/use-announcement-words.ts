import { useLingui } from '@lingui/react/macro'
import type { Announcement } from './announcements-api'

/** Levels and audiences in words. */
export function useAnnouncementWords() {
  const { t } = useLingui()
  const levels = {
    notice: { label: t`Notice`, color: 'blue' },
    maintenance: { label: t`Maintenance`, color: 'orange' },
    trouble: { label: t`Trouble`, color: 'red' },
  }
  const audiences = {
    all: t`Every tenant`,
    plans: t`Tenants on these plans`,
    regions: t`Tenants in these regions`,
    tenants: t`These tenants`,
  }
  const audienceOf = ({ audience, chosen }: Announcement) =>
    audience === 'all' ? audiences.all : `${audiences[audience]}: ${chosen.join(', ') || '–'}`
  return { levels, audiences, audienceOf }
}
