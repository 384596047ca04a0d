import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useCallback } from 'react'
import { ListPage, type ListState } from '@/features/records/list/list-page'
import { useObject } from '@/shared/api/catalogue'
import { NotFoundScreen } from '../not-found-screen'
import { listRoute } from '../router'
import { usePanelState } from '../use-panel-state'
import { ViewSwitch } from '../view-switch'

const RecordPanel = lazy(() =>
  import('@/features/records/record/record-panel').then((m) => ({ default: m.RecordPanel })),
)

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
  if (!object) return <NotFoundScreen />
  return (
    <ListPage
      key={name}
      object={object}
      state={search}
      onState={change}
      openId={search.record || undefined}
      onOpen={open}
      viewSwitch={<ViewSwitch object={object} view="list" />}
      panel={
        search.record && (
          <Suspense fallback={null}>
            <RecordPanel object={object} id={search.record} onClose={close} />
          </Suspense>
        )
      }
    />
  )
}
