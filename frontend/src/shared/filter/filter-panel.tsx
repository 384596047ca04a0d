import { useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import type { FieldProblem } from '@/shared/api/problem'
import type { Filter, ObjectType } from '@/shared/api/types'
import { useFormat } from '@/shared/lib/format'
import { useDebounced } from '@/shared/lib/use-debounced'
import { FilterBuilder } from './filter-builder'
import classes from './filter-builder.module.css'
import { emptyGroup, filterFields, fromFilter, newRule, type Rule, type RuleGroup, toFilter } from './model'
import { useConditionText } from './use-condition-text'

interface Props {
  object: ObjectType
  filter: Filter | null | undefined
  problems?: FieldProblem[] | undefined
  onChange: (filter: Filter | undefined) => void
}

const rulesOf = (group: RuleGroup): Rule[] =>
  group.rules.flatMap((node) => (node.kind === 'group' ? rulesOf(node) : node))

/** Edits a filter; what is complete takes effect at once. */
export function FilterPanel({ object, filter, problems, onChange }: Props) {
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
  const complete = toFilter(settled)
  const text = useConditionText(object, complete)
  const applied = useRef(JSON.stringify(filter ?? null))
  useEffect(() => {
    const next = toFilter(settled)
    const text = JSON.stringify(next ?? null)
    if (text === applied.current) return
    applied.current = text
    onChange(next)
  }, [settled, onChange])
  return (
    <div className={classes.panel}>
      <FilterBuilder group={group} fields={fields} format={format} problems={problems} onChange={setGroup} />
      {problems?.map(
        (one) =>
          !rulesOf(group).some((rule) => rule.field === one.field) && (
            <p key={one.message} className={classes.problem} role="alert">
              {one.message}
            </p>
          ),
      )}
      {complete && (
        <p className={classes.summary} aria-live="polite">
          {t`Shows: ${text(complete)}`}
        </p>
      )}
      {group.rules.length > 0 && (
        <Group justify="flex-end" mt="sm">
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setGroup(emptyGroup())}>
            {t`Clear the filter`}
          </Button>
        </Group>
      )}
    </div>
  )
}
