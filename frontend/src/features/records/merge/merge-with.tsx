import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { CrmRecord, ObjectType, Reference } from '@/shared/api/types'
import { ReferencePicker } from '@/shared/fields/reference-picker'
import { shownTitle } from '@/shared/lib/record-value'

interface Props {
  object: ObjectType
  record: CrmRecord
  onClose: () => void
}

/** Looks for the other record; both are compared then. */
export function MergeWith({ object, record, onClose }: Props) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [other, setOther] = useState<Reference | null>(null)
  const go = (event: React.FormEvent) => {
    event.preventDefault()
    if (!other) return
    onClose()
    void navigate({
      to: '/$object/merge',
      params: { object: object.name },
      search: { ids: `${record.id},${other.id}` },
    })
  }
  return (
    <Modal opened onClose={onClose} title={t`Merge: ${shownTitle(record, object)}`} size="md">
      <form onSubmit={go}>
        <Stack>
          <ReferencePicker
            label={t`Merge with`}
            target={object.name}
            value={other}
            onChange={setOther}
            without={record.id}
            autoFocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
            <Button type="submit" disabled={!other}>{t`Compare`}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
