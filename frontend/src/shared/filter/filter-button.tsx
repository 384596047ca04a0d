import { useLingui } from '@lingui/react/macro'
import { Button, Popover } from '@mantine/core'
import IconFilter from '@tabler/icons-react/dist/esm/icons/IconFilter.mjs'
import { lazy, Suspense, useState } from 'react'
import type { FieldProblem } from '@/shared/api/problem'
import type { Filter, ObjectType } from '@/shared/api/types'
import { countRules } from './model'

const FilterPanel = lazy(() => import('./filter-panel').then((m) => ({ default: m.FilterPanel })))

interface Props {
  object: ObjectType
  filter: Filter | null | undefined
  /** What the server says against the filter that it was asked for. */
  problems?: FieldProblem[] | undefined
  onChange: (filter: Filter | undefined) => void
}

export function FilterButton({ object, filter, problems, onChange }: Props) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const count = countRules(filter)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width="min(720px, 94vw)" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={count ? 'light' : 'default'}
          size="compact-md"
          leftSection={<IconFilter size={15} stroke={1.8} aria-hidden />}
          onClick={() => setOpen(!open)}
          aria-label={count ? t`Filter: ${count} conditions` : t`Filter`}
        >
          {count ? t`Filter · ${count}` : t`Filter`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Filter`}>
        <Suspense fallback={<div style={{ height: 48 }} />}>
          <FilterPanel object={object} filter={filter} problems={problems} onChange={onChange} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
