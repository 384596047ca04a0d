import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { may } from '@/shared/lib/record-value'

/** The object with what this person may do to this very record: of others' records one often sees more than one changes. */
export const objectFor = (object: ObjectType, record: CrmRecord | undefined): ObjectType => ({
  ...object,
  permissions: {
    ...object.permissions,
    update: object.permissions.update && may('update', record),
    delete: object.permissions.delete && may('delete', record),
  },
})
