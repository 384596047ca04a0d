import { useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import type { Filter, ObjectType } from '@/shared/api/types'
import { useFormat } from '@/shared/lib/format'
import { useDebounced } from '@/shared/lib/use-debounced'
import { FilterBuilder } from './filter-builder'
import { emptyGroup, filterFields, fromFilter, newRule, toFilter } from './model'

interface Props {
  object: ObjectType
  filter: Filter | null | undefined
  onChange: (filter: Filter | undefined) => void
}

/** Edits a filter; what is complete takes effect at once. */
export function FilterPanel({ object, filter, onChange }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const catalogue = useCatalogue()
  const fields = useMemo(() => filterFields(object, catalogue), [object, catalogue])
  const [group, setGroup] = useState(() => {
    const start = fromFilter(filter)
    const first = fields[0]
    return start.rules.length === 0 && first ? { ...start, rules: [newRule(first)] } : start
  })
  const settled = useDebounced(group, 250)
  const applied = useRef(JSON.stringify(filter ?? null))
  useEffect(() => {
    const next = toFilter(settled)
    const text = JSON.stringify(next ?? null)
    if (text === applied.current) return
    applied.current = text
    onChange(next)
  }, [settled, onChange])
  return (
    <>
      <FilterBuilder group={group} fields={fields} format={format} onChange={setGroup} />
      {group.rules.length > 0 && (
        <Group justify="flex-end" mt="sm">
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setGroup(emptyGroup())}>
            {t`Clear the filter`}
          </Button>
        </Group>
      )}
    </>
  )
}
