import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs'
import { Link } from '@tanstack/react-router'

export function DuplicatesLink({ object }: { object: string }) {
  const { t } = useLingui()
  return (
    <ActionIcon
      component={Link}
      to={`/${object}/duplicates`}
      size={30}
      variant="subtle"
      color="gray"
      aria-label={t`Possible duplicates`}
      title={t`Possible duplicates`}
    >
      <IconCopy size={16} stroke={1.7} aria-hidden />
    </ActionIcon>
  )
}
