import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox, Group, SegmentedControl, Select } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import type { FieldProblem } from '@/shared/api/problem'
import type { Operator } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import classes from './filter-builder.module.css'
import {
  changeNode,
  defaultOperator,
  defaultValue,
  emptyGroup,
  type FilterField,
  newRule,
  offeredOperators,
  type Rule,
  type RuleGroup,
} from './model'
import { RuleValue } from './rule-value'
import { useOperatorLabels } from './wording'

interface Props {
  group: RuleGroup
  fields: FilterField[]
  format: Format
  /** What the server says against a field, shown beside its conditions. */
  problems?: FieldProblem[] | undefined
  onChange: (group: RuleGroup) => void
}

/** Conditions joined by and/or, in groups within groups. */
export function FilterBuilder(props: Props) {
  return <GroupEditor {...props} depth={0} />
}

/** Deeper than this nobody reads them any more; the server takes twelve. */
const DEEPEST = 4

function GroupEditor({ group, fields, format, problems, onChange, depth }: Props & { depth: number }) {
  const { t } = useLingui()
  const first = fields[0]
  const replace = (id: string, next: Rule | RuleGroup | null) => onChange(changeNode(group, id, () => next))
  const add = (node: Rule | RuleGroup) => onChange({ ...group, rules: [...group.rules, node] })
  return (
    <div className={classes.group} data-depth={depth} role="group" aria-label={t`Group of conditions`}>
      {(group.rules.length > 1 || depth > 0) && (
        <Group gap="sm" mb={8}>
          <SegmentedControl
            size="xs"
            aria-label={t`How the conditions are joined`}
            value={group.join}
            onChange={(join) => onChange({ ...group, join: join as 'and' | 'or' })}
            data={[
              { value: 'and', label: t`All of these` },
              { value: 'or', label: t`Any of these` },
            ]}
          />
          <Checkbox
            size="xs"
            label={t`None (not)`}
            checked={group.negated}
            onChange={(event) => onChange({ ...group, negated: event.currentTarget.checked })}
          />
        </Group>
      )}
      <div className={classes.rules}>
        {group.rules.map((node) =>
          node.kind === 'group' ? (
            <div key={node.id} className={classes.nested}>
              <GroupEditor
                group={node}
                fields={fields}
                format={format}
                problems={problems}
                depth={depth + 1}
                onChange={(next) => replace(node.id, next)}
              />
              <RemoveButton label={t`Remove the group`} onClick={() => replace(node.id, null)} />
            </div>
          ) : (
            <RuleEditor
              key={node.id}
              rule={node}
              fields={fields}
              format={format}
              problem={problems?.find((one) => one.field === node.field)?.message}
              onChange={(n) => replace(node.id, n)}
            />
          ),
        )}
      </div>
      {first && (
        <Group gap={4} mt={group.rules.length ? 8 : 0}>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => add(newRule(first))}
          >{t`Add a condition`}</Button>
          {depth < DEEPEST && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => add({ ...emptyGroup(group.join === 'and' ? 'or' : 'and'), rules: [newRule(first)] })}
            >{t`Add a group`}</Button>
          )}
        </Group>
      )}
    </div>
  )
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="md" aria-label={label} onClick={onClick}>
      <IconTrash size={16} stroke={1.7} aria-hidden />
    </ActionIcon>
  )
}

interface RuleProps {
  rule: Rule
  fields: FilterField[]
  format: Format
  problem: string | undefined
  onChange: (rule: Rule | null) => void
}

function RuleEditor({ rule, fields, format, problem, onChange }: RuleProps) {
  const { t } = useLingui()
  const labelOf = useOperatorLabels()
  const chosen = fields.find((field) => field.path === rule.field)
  const chooseField = (path: string | null) => {
    const next = fields.find((field) => field.path === path)
    if (!next) return
    const op = defaultOperator(next.field)
    onChange({ ...rule, field: next.path, op, value: defaultValue(next.field, op) })
  }
  const chooseOperator = (op: Operator) => {
    if (!chosen) return
    const keeps = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'contains', 'icontains', 'startswith']
    const kept = keeps.includes(op) && keeps.includes(rule.op)
    onChange({ ...rule, op, value: kept ? rule.value : defaultValue(chosen.field, op) })
  }
  return (
    <div className={classes.rule} role="group" aria-label={chosen?.label ?? rule.field}>
      <Select
        aria-label={t`Field`}
        data={fields.map(({ path, label }) => ({ value: path, label }))}
        value={rule.field}
        onChange={chooseField}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t`Nothing found.`}
        comboboxProps={{ withinPortal: false }}
        error={!chosen && t`This field was deleted, or your role does not show it.`}
      />
      {chosen && (
        <>
          <Select
            aria-label={t`Operator`}
            data={offeredOperators(chosen.field, rule.op).map((op) => ({
              value: op,
              label: labelOf(op, chosen.field.type),
            }))}
            value={rule.op}
            onChange={(op) => op && chooseOperator(op as Operator)}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
          <div className={classes.value}>
            <RuleValue
              key={`${rule.field} ${rule.op}`}
              rule={rule}
              field={chosen.field}
              format={format}
              onChange={(value) => onChange({ ...rule, value })}
            />
          </div>
        </>
      )}
      <RemoveButton label={t`Remove the condition`} onClick={() => onChange(null)} />
      {problem && chosen && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
