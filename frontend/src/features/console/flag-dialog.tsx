import { useLingui } from '@lingui/react/macro'
import { NumberInput, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { FormDialog } from '@/shared/ui/form-dialog'
import { useConsoleWrite } from './console-api'
import type { FeatureFlag } from './flags-api'
import { TenantTags } from './tenant-tags'

/** For whom a feature is on. */
export function FlagDialog({ flag, onClose }: { flag: FeatureFlag; onClose: () => void }) {
  const { t } = useLingui()
  const write = useConsoleWrite<FeatureFlag>()
  const [values, setValues] = useState({
    is_on: flag.is_on,
    percent: flag.percent,
    included: flag.included,
    excluded: flag.excluded,
  })
  const set = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }))
  const error = (field: string) => fieldError(write.error, field)
  return (
    <FormDialog
      title={flag.name}
      submitLabel={t`Save`}
      busy={write.isPending}
      error={formError(write.error, ['percent', 'included', 'excluded'])}
      onSubmit={() =>
        write.mutate(
          { method: 'PATCH', path: `/feature-flags/${flag.name}/`, body: values },
          { onSuccess: () => onClose() },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">{flag.description}</Text>
      <Switch
        label={t`On`}
        description={t`Off is off for every tenant, also for those named below.`}
        checked={values.is_on}
        data-autofocus
        onChange={(event) => set({ is_on: event.currentTarget.checked })}
      />
      <NumberInput
        label={t`Share of the tenants`}
        description={t`Ever the same ones; with a larger share others join them.`}
        suffix=" %"
        min={0}
        max={100}
        allowDecimal={false}
        value={values.percent}
        disabled={!values.is_on}
        error={error('percent')}
        onChange={(percent) => set({ percent: Number(percent) || 0 })}
      />
      <TenantTags
        label={t`Always on for`}
        value={values.included}
        error={error('included')}
        onChange={(included) => set({ included })}
      />
      <TenantTags
        label={t`Always off for`}
        value={values.excluded}
        error={error('excluded')}
        onChange={(excluded) => set({ excluded })}
      />
    </FormDialog>
  )
}
