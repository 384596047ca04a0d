import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { BoardPage, type BoardState } from '@/features/board/board-page'
import { useObject } from '@/shared/api/catalogue'
import { onUse } from '@/shared/on-use/on-use'
import { NotFoundScreen } from '../not-found-screen'
import { ObjectGone } from '../object-gone'
import { boardRoute } from '../router'
import { usePanelState } from '../use-panel-state'
import { ViewSwitch } from '../view-switch'

const RecordPanel = onUse(() => import('@/features/records/record/record-panel').then((m) => m.RecordPanel))

export function BoardRoute() {
  const { object: name } = boardRoute.useParams()
  const search = boardRoute.useSearch()
  const navigate = useNavigate()
  const object = useObject(name)
  const { open, close } = usePanelState(search.record)
  const change = useCallback(
    (next: BoardState) => void navigate({ to: '.', search: (old) => ({ ...old, ...next }), replace: true }),
    [navigate],
  )
  if (!object) return <ObjectGone name={name} />
  if (!object.features.includes('board')) return <NotFoundScreen />
  return (
    <BoardPage
      key={name}
      object={object}
      state={search}
      onState={change}
      openId={search.record || undefined}
      onOpen={open}
      viewSwitch={<ViewSwitch object={object} view="board" />}
      panel={search.record && <RecordPanel object={object} id={search.record} onClose={close} />}
    />
  )
}
