import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import IconChevronUp from '@tabler/icons-react/dist/esm/icons/IconChevronUp.mjs'
import { panelSteps } from '@/shared/lib/panel-steps'
import { useStore } from '@/shared/lib/store'

/** To the record before and after this one, as the list behind the panel has them. */
export function PanelSteps() {
  const { t } = useLingui()
  const steps = useStore(panelSteps)
  if (!steps) return null
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t`Previous record`}
        disabled={!steps.previous}
        onClick={() => steps.previous?.()}
      >
        <IconChevronUp size={17} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t`Next record`}
        disabled={!steps.next}
        onClick={() => steps.next?.()}
      >
        <IconChevronDown size={17} aria-hidden />
      </ActionIcon>
    </>
  )
}
