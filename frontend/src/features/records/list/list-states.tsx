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

/** As far as it is typed, a number of which too little is there to be found however it is written. */
const isShortNumber = (text: string) => /^[\s(]*\+?[\d()/.\s-]+$/.test(text) && text.replace(/\D/g, '').length < 8

interface EmptyProps {
  object: ObjectType
  narrowed: boolean
  search?: string | undefined
  trash: boolean
  onClear: () => void
  onCreate: () => void
}

export function EmptyList({ object, narrowed, search = '', trash, onClear, onCreate }: EmptyProps) {
  const { t } = useLingui()
  const me = useMe()
  const mayImport = me.rights.includes('import')
  // Others may have some: who sees no further must not read that there is nothing.
  const reach = me.objects[object.name]?.read ?? 'all'
  const why: Record<string, string> = {
    own: t`You see your own and those that are shared with you. So far there are none.`,
    team: t`You see those of your team and those that are shared with you. So far there are none.`,
  }
  if (narrowed)
    return (
      <StateMessage
        icon={<IconSearchOff size={22} stroke={1.6} aria-hidden />}
        title={t`Nothing matches`}
        action={<Button variant="default" onClick={onClear}>{t`Clear search and filter`}</Button>}
      >
        {t`No record fits the search and the filter.`}
        {isShortNumber(search) &&
          ` ${t`A telephone number is found from its fifth digit on; country code and leading zero don’t count.`}`}
      </StateMessage>
    )
  if (trash)
    return (
      <StateMessage
        icon={<ObjectIcon object={object} size={22} />}
        title={reach === 'all' ? t`The Trash is empty` : t`Nothing in the Trash that you may see`}
      >
        {t`Deleted records stay here until they are restored.`}
      </StateMessage>
    )
  return (
    <StateMessage
      icon={<ObjectIcon object={object} size={22} />}
      title={
        reach === 'all'
          ? t`Nothing here yet: ${object.label_plural}`
          : t`Nothing here that you may see: ${object.label_plural}`
      }
      action={
        object.permissions.create && (
          <Group gap="xs" justify="center">
            <Button onClick={onCreate}>{reach === 'all' ? t`Create the first one` : t`Create: ${object.label}`}</Button>
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
      {reach === 'all'
        ? object.permissions.create && t`Create a record by hand, or import a file with many.`
        : (why[reach] ?? why.team)}
    </StateMessage>
  )
}
