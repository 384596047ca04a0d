import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { ListPage, type ListState } from '@/features/records/list/list-page'
import { useObject } from '@/shared/api/catalogue'
import { onUse } from '@/shared/on-use/on-use'
import { ObjectGone } from '../object-gone'
import { listRoute } from '../router'
import { usePanelState } from '../use-panel-state'
import { ViewSwitch } from '../view-switch'

const RecordPanel = onUse(() => import('@/features/records/record/record-panel').then((m) => m.RecordPanel))

export function ListRoute() {
  const { object: name } = listRoute.useParams()
  const search = listRoute.useSearch()
  const navigate = useNavigate()
  const object = useObject(name)
  const { open, close } = usePanelState(search.record)
  const change = useCallback(
    (next: ListState) => void navigate({ to: '.', search: (old) => ({ ...old, ...next }), replace: true }),
    [navigate],
  )
  if (!object) return <ObjectGone name={name} />
  return (
    <ListPage
      key={name}
      object={object}
      state={search}
      onState={change}
      openId={search.record || undefined}
      onOpen={open}
      viewSwitch={<ViewSwitch object={object} view="list" />}
      panel={search.record && <RecordPanel object={object} id={search.record} onClose={close} />}
    />
  )
}
