import { useLingui } from '@lingui/react/macro'
import { Menu, Portal } from '@mantine/core'
import { useQuietRows } from '@/shared/on-use/use-quiet-rows'
import type { Column } from './columns'
import type { ColumnActions } from './use-columns'

const STEP = 20

interface Props {
  column: Column
  columns: Column[]
  anchor: DOMRect
  actions: ColumnActions
  isTitle: boolean
  groupable: boolean
  onSort: (descending: boolean) => void
  onGroup: () => void
  onClose: () => void
}

/** One menu for all columns, so that the header stays plain HTML; outside the grid, which clips. */
export function ColumnMenu({ column, columns, anchor, actions, isTitle, groupable, onSort, onGroup, onClose }: Props) {
  const { t } = useLingui()
  useQuietRows()
  const { field, width, pinned } = column
  const at = columns.indexOf(column)
  const neighbour = (by: number) => columns[at + by]
  const [left, right] = [neighbour(-1), neighbour(1)]
  return (
    <Portal>
      <Menu opened onClose={onClose} position="bottom-start" withInitialFocusPlaceholder={false} returnFocus trapFocus>
        <Menu.Target>
          <span style={{ position: 'fixed', top: anchor.bottom, left: anchor.left, width: 1, height: 1 }} />
        </Menu.Target>
        <Menu.Dropdown aria-label={t`Column ${field.label}`}>
          {field.sortable && (
            <>
              <Menu.Item onClick={() => onSort(false)}>{t`Sort up`}</Menu.Item>
              <Menu.Item onClick={() => onSort(true)}>{t`Sort down`}</Menu.Item>
              <Menu.Divider />
            </>
          )}
          {groupable && <Menu.Item onClick={onGroup}>{t`Group by this`}</Menu.Item>}
          <Menu.Item onClick={() => actions.pin(field.name, !pinned)}>
            {pinned ? t`Unpin` : t`Pin to the left`}
          </Menu.Item>
          <Menu.Item
            disabled={!left}
            onClick={() => left && actions.move(field.name, left.field.name, false)}
          >{t`Move to the left`}</Menu.Item>
          <Menu.Item
            disabled={!right}
            onClick={() => right && actions.move(field.name, right.field.name, true)}
          >{t`Move to the right`}</Menu.Item>
          <Menu.Item closeMenuOnClick={false} onClick={() => actions.resize(field.name, width + STEP)}>
            {t`Wider`}
          </Menu.Item>
          <Menu.Item closeMenuOnClick={false} onClick={() => actions.resize(field.name, width - STEP)}>
            {t`Narrower`}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item disabled={isTitle} onClick={() => actions.hide(field.name)}>{t`Hide`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Portal>
  )
}
