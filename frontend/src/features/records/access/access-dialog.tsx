import { useLingui } from '@lingui/react/macro'
import { Modal, Tabs } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '@/shared/api/me'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { useFormat } from '@/shared/lib/format'
import { isReference, shownTitle } from '@/shared/lib/record-value'
import { Sharing } from './sharing'
import { Viewers, Why } from './viewers'

export type AccessTab = 'sharing' | 'viewers'

interface Props {
  object: ObjectType
  record: CrmRecord
  tab: AccessTab
  onClose: () => void
}

/** With whom the record is shared, and everybody who sees it with the reason why. */
export function AccessDialog({ object, record, tab, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const [shown, setShown] = useState<string | null>(tab)
  const me = useMe()
  const isOwner = isReference(record.owner) && record.owner.id === me.user.id
  const mayAsk = isOwner || me.rights.includes('settings')
  const title = shownTitle(record, object) || t`Untitled`
  const target = { object: object.name, id: record.id, format }
  return (
    <Modal opened onClose={onClose} title={t`Access to ${title}`} size="lg">
      <Tabs value={shown} onChange={setShown} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="sharing">{t`Shared with`}</Tabs.Tab>
          <Tabs.Tab value="viewers">{t`Who can see this`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sharing">
          <Sharing {...target} />
        </Tabs.Panel>
        <Tabs.Panel value="viewers">
          {mayAsk ? <Viewers {...target} /> : <Why {...target} user={undefined} />}
        </Tabs.Panel>
      </Tabs>
    </Modal>
  )
}
