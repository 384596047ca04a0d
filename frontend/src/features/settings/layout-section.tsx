import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Group, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useEffect, useRef } from 'react'
import type { Field } from '@/shared/api/types'
import { withLaterTexts } from '@/shared/i18n/activate'
import { whenShown } from '@/shared/on-use/on-use'
import classes from './layout.module.css'
import { LayoutField } from './layout-field'
import type { EditedSection, Place } from './layout-model'

const LayoutFieldPicker = whenShown(
  withLaterTexts(() => import('./layout-field-picker').then((part) => part.LayoutFieldPicker)),
  () => <Skeleton h={30} />,
)

interface Props {
  section: EditedSection
  at: number
  count: number
  rest: Field[]
  labelOf: (name: string) => string
  onChange: (section: EditedSection) => void
  onMoveField: (field: string, to: Place) => void
  onStepField: (field: string, by: -1 | 1) => void
  onRemoveField: (field: string) => void
  onStep: (by: -1 | 1) => void
  onRemove: () => void
}

export function LayoutSectionEditor(props: Props) {
  const { section, at, count, rest, labelOf, onChange, onMoveField, onStepField, onRemoveField, onStep, onRemove } =
    props
  const { t } = useLingui()
  const list = useRef<HTMLUListElement>(null)
  const move = useRef(onMoveField)
  move.current = onMoveField
  const end = section.fields.length
  useEffect(() => {
    const element = list.current
    if (!element) return
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.type === 'layout-field',
      // A field under the pointer is a target of its own and takes precedence.
      onDrop: ({ source, location }) => {
        if (location.current.dropTargets[0]?.element === element)
          move.current(String(source.data.name), { section: at, index: end })
      },
    })
  }, [at, end])
  const label = section.label || t`Section ${at + 1}`
  return (
    <section className={classes.section} aria-label={label}>
      <Group gap={6} align="flex-end">
        <TextInput
          flex={1}
          miw={180}
          size="xs"
          label={t`Heading`}
          value={section.label}
          maxLength={80}
          onChange={(event) => onChange({ ...section, label: event.currentTarget.value })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t`Columns of ${label}`}
          value={String(section.columns)}
          data={[
            { value: '1', label: t`1 column` },
            { value: '2', label: t`2 columns` },
          ]}
          onChange={(columns) => onChange({ ...section, columns: Number(columns) })}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={at === 0}
          aria-label={t`Move ${label} up`}
          onClick={() => onStep(-1)}
        >
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={at === count - 1}
          aria-label={t`Move ${label} down`}
          onClick={() => onStep(1)}
        >
          <IconArrowDown size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t`Remove ${label}`} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <ul ref={list} className={classes.fields}>
        {section.fields.map((name, index) => (
          <LayoutField
            key={name}
            name={name}
            label={labelOf(name)}
            place={{ section: at, index }}
            onMove={onMoveField}
            onStep={(by) => onStepField(name, by)}
            onRemove={() => onRemoveField(name)}
          />
        ))}
        {section.fields.length === 0 && <li className={classes.empty}>{t`Drag fields here, or add one below.`}</li>}
      </ul>
      <LayoutFieldPicker
        section={label}
        fields={rest}
        onPick={(name) => onMoveField(name, { section: at, index: section.fields.length })}
      />
    </section>
  )
}
