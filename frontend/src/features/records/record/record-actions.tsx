import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button } from '@mantine/core'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import { useEffect, useState } from 'react'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { withLaterTexts } from '@/shared/i18n/activate'
import { useStore } from '@/shared/lib/store'
import { onUse, whenShown } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import { useShortcuts } from '@/shared/shortcuts/registry'
import type { AccessTab } from '../access/access-dialog'
import { editingWanted } from '../form/editing-wanted'
import { useDelete } from '../use-delete'

const ActionMenu = onUse(() => import('./action-menu').then((m) => m.ActionMenu))
const ConvertDialog = onUse(() => import('../convert/convert-dialog').then((m) => m.ConvertDialog))
const EditRecord = onUse(() => import('../form/edit-record').then((m) => m.EditRecord))
const MergeWith = onUse(() => import('../merge/merge-with').then((m) => m.MergeWith))
const AccessDialog = whenShown(withLaterTexts(() => import('../access/access-dialog').then((m) => m.AccessDialog)))

interface Props {
  object: ObjectType
  record: CrmRecord
  onDeleted: () => void
}

/** Convert a lead, edit everything, copy the link, share, ask who sees it, delete; without the server, edit and delete. */
export function RecordActions({ object, record, onDeleted }: Props) {
  const { t } = useLingui()
  const remove = useDelete(object)
  const menu = useDrop('menu')
  const [editing, setEditing] = useState(false)
  const [converting, setConverting] = useState(false)
  const [merging, setMerging] = useState(false)
  const mayEdit = object.permissions.update
  const isMade = record.version !== 0
  const mayConvert = isMade && mayEdit && object.name === 'leads' && !record.converted_at
  const [access, setAccess] = useState<AccessTab | null>(null)
  const wanted = useStore(editingWanted) === record.id
  useEffect(() => {
    if (!wanted) return
    editingWanted.set(null)
    setEditing(true)
  }, [wanted])
  const group = t`Record`
  useShortcuts([
    ...(mayEdit ? [{ keys: 'e', label: t`Edit the record`, group, run: () => setEditing(true) }] : []),
    ...(isMade ? [{ keys: 'a', label: t`Who can see the record`, group, run: () => setAccess('viewers') }] : []),
  ])
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
      <ActionIcon variant="subtle" color="gray" aria-label={t`Actions`} {...menu.button}>
        <IconDots size={18} aria-hidden />
      </ActionIcon>
      {menu.anchor && (
        <ActionMenu
          object={object}
          record={record}
          anchor={menu.anchor}
          onClose={menu.close}
          onEdit={() => setEditing(true)}
          onMerge={() => setMerging(true)}
          onAccess={setAccess}
          onErase={erase}
        />
      )}
      {converting && <ConvertDialog lead={record} onClose={() => setConverting(false)} />}
      {merging && <MergeWith object={object} record={record} onClose={() => setMerging(false)} />}
      {access && <AccessDialog object={object} record={record} tab={access} onClose={() => setAccess(null)} />}
      {editing && <EditRecord object={object} record={record} onClose={() => setEditing(false)} />}
    </>
  )
}
