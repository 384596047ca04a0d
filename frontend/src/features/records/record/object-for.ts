import type { CrmRecord, ObjectType } from '@/shared/api/types'

/** The object with what this person may do to this very record: of others' records one often sees more than one changes. */
export const objectFor = (object: ObjectType, record: CrmRecord | undefined): ObjectType => ({
  ...object,
  permissions: {
    ...object.permissions,
    update: object.permissions.update && record?.may_update !== false,
    delete: object.permissions.delete && record?.may_delete !== false,
  },
})
