import { Plural } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import classes from './list-page.module.css'

/** Rows that others made while the person is further down: they come when they are asked for. */
export function NewRowsPill({ count, onShow }: { count: number; onShow: () => void }) {
  if (count === 0) return null
  return (
    <Button
      className={classes.pill}
      size="compact-sm"
      radius="xl"
      leftSection={<IconArrowUp size={14} stroke={2} aria-hidden />}
      onClick={onShow}
    >
      <Plural value={count} one="# new" other="# new" />
    </Button>
  )
}
