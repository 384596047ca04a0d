import { useNavigate } from '@tanstack/react-router'
import { CreateRecord } from '@/features/records/form/create-record'
import { useObject } from '@/shared/api/catalogue'
import { type CreateRequest, createRequest } from '@/shared/lib/create-request'

export function CreateDialog({ request, onClose }: { request: CreateRequest; onClose: () => void }) {
  const object = useObject(request.object)
  const navigate = useNavigate()
  if (!object) return null
  return (
    <CreateRecord
      request={request}
      object={object}
      onSwitch={(name) => createRequest.set({ object: name })}
      onOpen={(record) => void navigate({ to: '/$object/$id', params: { object: object.name, id: record.id } })}
      onMerge={(ids) =>
        void navigate({ to: '/$object/merge', params: { object: object.name }, search: { ids: ids.join(',') } })
      }
      onClose={onClose}
    />
  )
}
