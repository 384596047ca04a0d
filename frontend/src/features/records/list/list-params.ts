import type { ListParams } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import type { Column } from './columns'
import type { ListState } from './list-page'

/** What a list asks the server for. */
export function paramsOf(object: ObjectType, state: ListState, columns: Column[]): ListParams {
  const names = columns.map((column) => column.field.name)
  const needed = [...(names.includes('stage') ? ['pipeline'] : []), ...(object.permissions.update ? ['allow'] : [])]
  return {
    filter: state.filter,
    sort: state.sort || object.default_sort || undefined,
    search: state.q || undefined,
    trash: state.trash || undefined,
    fields: [...new Set(['id', 'version', object.title_field, ...names, ...needed])].join(','),
  }
}
