import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconFilter from '@tabler/icons-react/dist/esm/icons/IconFilter.mjs'
import type { FieldProblem } from '@/shared/api/problem'
import type { Filter, ObjectType } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import { countRules } from './model'

const FilterDrop = onUse(() => import('./filter-drop').then((m) => m.FilterDrop))

export interface FilterButtonProps {
  object: ObjectType
  filter: Filter | null | undefined
  /** What the server says against the filter that it was asked for. */
  problems?: FieldProblem[] | undefined
  onChange: (filter: Filter | undefined) => void
}

export function FilterButton(props: FilterButtonProps) {
  const { t } = useLingui()
  const { anchor, close, button } = useDrop('dialog')
  const count = countRules(props.filter)
  return (
    <>
      <Button
        variant={count ? 'light' : 'default'}
        size="compact-md"
        leftSection={<IconFilter size={15} stroke={1.8} aria-hidden />}
        aria-label={count ? t`Filter: ${plural(count, { one: '# condition', other: '# conditions' })}` : t`Filter`}
        {...button}
      >
        {count ? t`Filter · ${count}` : t`Filter`}
      </Button>
      {anchor && <FilterDrop {...props} anchor={anchor} onClose={close} />}
    </>
  )
}
