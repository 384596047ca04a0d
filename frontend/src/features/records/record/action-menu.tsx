import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconArrowsJoin2 from '@tabler/icons-react/dist/esm/icons/IconArrowsJoin2.mjs'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconShare from '@tabler/icons-react/dist/esm/icons/IconShare.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useRight } from '@/shared/api/me'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { DropMenu } from '@/shared/on-use/drop-menu'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { AccessTab } from '../access/access-dialog'
import { mayMerge } from '../merge/merge-api'

interface Props extends Dropped {
  object: ObjectType
  record: CrmRecord
  onEdit: () => void
  onMerge: () => void
  onAccess: (tab: AccessTab) => void
  onErase: () => void
}

export function ActionMenu({ object, record, onEdit, onMerge, onAccess, onErase, ...drop }: Props) {
  const { t } = useLingui()
  const mayEdit = object.permissions.update
  // Made without network: nobody else knows of it yet.
  const isMade = record.version !== 0
  const mayShare = useRight('share') && mayEdit && isMade
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/${object.name}/${record.id}`)
    notifications.show({ message: t`The link is copied`, autoClose: 2500 })
  }
  return (
    <DropMenu {...drop} position="bottom-end">
      {mayEdit && (
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
          {t`Edit all fields`}
        </Menu.Item>
      )}
      {isMade && mayMerge(object) && (
        <Menu.Item leftSection={<IconArrowsJoin2 size={16} aria-hidden />} onClick={onMerge}>
          {t`Merge with…`}
        </Menu.Item>
      )}
      {isMade && (
        <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={copy}>
          {t`Copy the link`}
        </Menu.Item>
      )}
      {mayShare && (
        <Menu.Item leftSection={<IconShare size={16} aria-hidden />} onClick={() => onAccess('sharing')}>
          {t`Share…`}
        </Menu.Item>
      )}
      {isMade && (
        <Menu.Item leftSection={<IconEye size={16} aria-hidden />} onClick={() => onAccess('viewers')}>
          {t`Who can see this?`}
        </Menu.Item>
      )}
      {object.permissions.delete && (
        <>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={onErase}>
            {t`Delete`}
          </Menu.Item>
        </>
      )}
    </DropMenu>
  )
}
