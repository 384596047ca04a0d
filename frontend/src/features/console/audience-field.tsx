import { useLingui } from '@lingui/react/macro'
import { MultiSelect, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Announcement } from './announcements-api'
import { tenantChoicesQuery } from './console-api'
import { TenantTags } from './tenant-tags'
import { useAnnouncementWords } from './use-announcement-words'
import { usePlanNames } from './use-plan-names'

type Audience = Pick<Announcement, 'audience' | 'chosen'>

interface Props {
  values: Audience
  error: string | undefined
  onChange: (audience: Audience) => void
}

/** Who is told. */
export function AudienceField({ values: { audience, chosen }, error, onChange }: Props) {
  const { t } = useLingui()
  const { audiences } = useAnnouncementWords()
  const choices = useQuery(tenantChoicesQuery).data
  const planOf = usePlanNames()
  const plans = choices?.plans.map((value) => ({ value, label: planOf(value) })) ?? []
  const choose = (some: string[]) => onChange({ audience, chosen: some })
  return (
    <>
      <NativeSelect
        label={t`For`}
        data={Object.entries(audiences).map(([value, label]) => ({ value, label }))}
        value={audience}
        onChange={(event) => onChange({ audience: event.currentTarget.value as Audience['audience'], chosen: [] })}
      />
      {audience === 'plans' && (
        <MultiSelect label={t`Plans`} data={plans} value={chosen} error={error} onChange={choose} />
      )}
      {audience === 'regions' && (
        <MultiSelect label={t`Regions`} data={choices?.regions ?? []} value={chosen} error={error} onChange={choose} />
      )}
      {audience === 'tenants' && <TenantTags label={t`Tenants`} value={chosen} error={error} onChange={choose} />}
    </>
  )
}
