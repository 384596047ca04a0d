import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconGripVertical from '@tabler/icons-react/dist/esm/icons/IconGripVertical.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useEffect, useRef, useState } from 'react'
import classes from './layout.module.css'
import type { Place } from './layout-model'

interface Props {
  name: string
  label: string
  place: Place
  onMove: (field: string, to: Place) => void
  onStep: (by: -1 | 1) => void
  onRemove: () => void
}

type Edge = ReturnType<typeof extractClosestEdge>

/** A field in the editor: dragged, or moved by its buttons and Alt with the arrow keys. */
export function LayoutField({ name, label, place: { section, index }, onMove, onStep, onRemove }: Props) {
  const { t } = useLingui()
  const item = useRef<HTMLLIElement>(null)
  const move = useRef(onMove)
  move.current = onMove
  const [edge, setEdge] = useState<Edge>(null)
  useEffect(() => {
    const element = item.current
    if (!element) return
    return combine(
      draggable({ element, getInitialData: () => ({ type: 'layout-field', name }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.type === 'layout-field' && source.data.name !== name,
        getData: ({ input, element: over }) =>
          attachClosestEdge({ name }, { input, element: over, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => setEdge(extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null)
          const after = extractClosestEdge(self.data) === 'bottom' ? 1 : 0
          move.current(String(source.data.name), { section, index: index + after })
        },
      }),
    )
  }, [name, section, index])
  const step = (by: -1 | 1) => {
    onStep(by)
    // The item may have gone into another section: the focus follows it.
    requestAnimationFrame(() =>
      document
        .querySelector<HTMLElement>(`[data-layout-field="${CSS.escape(name)}"] [data-step="${by}"]`)
        ?.focus({ preventScroll: false }),
    )
  }
  return (
    <li
      ref={item}
      className={classes.field}
      data-layout-field={name}
      data-edge={edge ?? undefined}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        step(event.key === 'ArrowUp' ? -1 : 1)
      }}
    >
      <IconGripVertical size={15} className={classes.grip} aria-hidden />
      <span className={`${classes.name} truncate`}>{label}</span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        data-step="-1"
        aria-label={t`Move ${label} up`}
        onClick={() => step(-1)}
      >
        <IconArrowUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        data-step="1"
        aria-label={t`Move ${label} down`}
        onClick={() => step(1)}
      >
        <IconArrowDown size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t`Take ${label} off the page`} onClick={onRemove}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </li>
  )
}
