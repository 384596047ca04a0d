import { useLingui } from '@lingui/react/macro'
import { Button, Group, Skeleton } from '@mantine/core'
import IconSearchOff from '@tabler/icons-react/dist/esm/icons/IconSearchOff.mjs'
import { Link } from '@tanstack/react-router'
import { useMe } from '@/shared/api/me'
import type { ObjectType } from '@/shared/api/types'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './list-page.module.css'

/** Rows to come, at the height of rows, so that nothing shifts. */
export function ListSkeleton() {
  const { t } = useLingui()
  return (
    <div className={classes.skeleton} role="status">
      <span className="visually-hidden">{t`Loading…`}</span>
      {Array.from({ length: 14 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={index} className={classes.skeletonRow}>
          <Skeleton height={18} width={18} radius="sm" />
          <Skeleton height={10} width={`${22 + ((index * 7) % 14)}%`} />
          <Skeleton height={10} width={`${10 + ((index * 5) % 9)}%`} />
          <Skeleton height={10} width={`${8 + ((index * 3) % 10)}%`} />
        </div>
      ))}
    </div>
  )
}

interface EmptyProps {
  object: ObjectType
  narrowed: boolean
  trash: boolean
  onClear: () => void
  onCreate: () => void
}

export function EmptyList({ object, narrowed, trash, onClear, onCreate }: EmptyProps) {
  const { t } = useLingui()
  const mayImport = useMe().rights.includes('import')
  if (narrowed)
    return (
      <StateMessage
        icon={<IconSearchOff size={22} stroke={1.6} aria-hidden />}
        title={t`Nothing matches`}
        action={<Button variant="default" onClick={onClear}>{t`Clear search and filter`}</Button>}
      >
        {t`No record fits the search and the filter.`}
      </StateMessage>
    )
  if (trash)
    return (
      <StateMessage icon={<ObjectIcon object={object} size={22} />} title={t`The Trash is empty`}>
        {t`Deleted records stay here until they are restored.`}
      </StateMessage>
    )
  return (
    <StateMessage
      icon={<ObjectIcon object={object} size={22} />}
      title={t`Nothing here yet: ${object.label_plural}`}
      action={
        object.permissions.create && (
          <Group gap="xs" justify="center">
            <Button onClick={onCreate}>{t`Create the first one`}</Button>
            {mayImport && (
              <Button
                variant="default"
                component={Link}
                to="/import"
                search={{ object: object.name } as never}
              >{t`Import ${object.label_plural}`}</Button>
            )}
          </Group>
        )
      }
    >
      {object.permissions.create
        ? t`Create a record by hand, or import a file with many.`
        : t`There is nothing that you may see.`}
    </StateMessage>
  )
}
