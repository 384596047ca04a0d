import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconArrowsJoin2 from '@tabler/icons-react/dist/esm/icons/IconArrowsJoin2.mjs'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconShare from '@tabler/icons-react/dist/esm/icons/IconShare.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { lazy, Suspense, useState } from 'react'
import { useRight } from '@/shared/api/me'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { withLaterTexts } from '@/shared/i18n/activate'
import { useShortcuts } from '@/shared/shortcuts/registry'
import type { AccessTab } from '../access/access-dialog'
import { mayMerge } from '../merge/merge-api'
import { useDelete } from '../use-delete'

const ConvertDialog = lazy(() => import('../convert/convert-dialog').then((m) => ({ default: m.ConvertDialog })))
const EditRecord = lazy(() => import('../form/edit-record').then((m) => ({ default: m.EditRecord })))
const MergeWith = lazy(() => import('../merge/merge-with').then((m) => ({ default: m.MergeWith })))
const AccessDialog = lazy(
  withLaterTexts(() => import('../access/access-dialog').then((m) => ({ default: m.AccessDialog }))),
)

interface Props {
  object: ObjectType
  record: CrmRecord
  onDeleted: () => void
}

/** Convert a lead, edit everything, copy the link, share, ask who sees it, delete. */
export function RecordActions({ object, record, onDeleted }: Props) {
  const { t } = useLingui()
  const remove = useDelete(object)
  const [editing, setEditing] = useState(false)
  const [converting, setConverting] = useState(false)
  const [merging, setMerging] = useState(false)
  const mayEdit = object.permissions.update
  const mayConvert = mayEdit && object.name === 'leads' && !record.converted_at
  const mayShare = useRight('share') && mayEdit
  const [access, setAccess] = useState<AccessTab | null>(null)
  const group = t`Record`
  useShortcuts([
    ...(mayEdit ? [{ keys: 'e', label: t`Edit the record`, group, run: () => setEditing(true) }] : []),
    { keys: 'a', label: t`Who can see the record`, group, run: () => setAccess('viewers') },
  ])
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/${object.name}/${record.id}`)
    notifications.show({ message: t`The link is copied`, autoClose: 2500 })
  }
  const erase = async () => {
    onDeleted()
    await remove([record])
  }
  return (
    <>
      {mayConvert && (
        <Button size="compact-md" variant="light" onClick={() => setConverting(true)}>
          {t`Convert`}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t`Actions`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayEdit && (
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
              {t`Edit all fields`}
            </Menu.Item>
          )}
          {mayMerge(object) && (
            <Menu.Item leftSection={<IconArrowsJoin2 size={16} aria-hidden />} onClick={() => setMerging(true)}>
              {t`Merge with…`}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={copy}>
            {t`Copy the link`}
          </Menu.Item>
          {mayShare && (
            <Menu.Item leftSection={<IconShare size={16} aria-hidden />} onClick={() => setAccess('sharing')}>
              {t`Share…`}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconEye size={16} aria-hidden />} onClick={() => setAccess('viewers')}>
            {t`Who can see this?`}
          </Menu.Item>
          {object.permissions.delete && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={erase}>
                {t`Delete`}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {converting && (
        <Suspense fallback={null}>
          <ConvertDialog lead={record} onClose={() => setConverting(false)} />
        </Suspense>
      )}
      {merging && (
        <Suspense fallback={null}>
          <MergeWith object={object} record={record} onClose={() => setMerging(false)} />
        </Suspense>
      )}
      {access && (
        <Suspense fallback={null}>
          <AccessDialog object={object} record={record} tab={access} onClose={() => setAccess(null)} />
        </Suspense>
      )}
      {editing && (
        <Suspense fallback={null}>
          <EditRecord object={object} record={record} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  )
}
