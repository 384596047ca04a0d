import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconStack2 from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import type { ObjectType } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import { parseGroup } from './group-options'

const GroupPanel = onUse(() => import('./group-panel').then((m) => m.GroupPanel))

export interface GroupButtonProps {
  object: ObjectType
  group: string | undefined
  onChange: (group: string | undefined) => void
}

/** Which field the list is grouped by, and dates by which period. */
export function GroupButton(props: GroupButtonProps) {
  const { t } = useLingui()
  const { anchor, close, button } = useDrop('dialog')
  const chosen = parseGroup(props.group, props.object)
  return (
    <>
      <Button
        variant={chosen ? 'light' : 'default'}
        size="compact-md"
        leftSection={<IconStack2 size={15} stroke={1.8} aria-hidden />}
        {...button}
      >
        {chosen ? t`Grouped by ${chosen.field.label}` : t`Group`}
      </Button>
      {anchor && <GroupPanel {...props} anchor={anchor} onClose={close} />}
    </>
  )
}
