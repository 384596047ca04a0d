import { useLingui } from '@lingui/react/macro'
import type { BulkAction, BulkPreview as Told } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { changeText } from '@/shared/fields/change-text'
import type { Format } from '@/shared/lib/format'
import { fieldByName } from '@/shared/lib/record-value'
import classes from './bulk-dialog.module.css'

interface Props {
  object: ObjectType
  preview: Told
  format: Format
  action: BulkAction
}

/** What would happen: how many change and how many do not and why, the first few before and after. */
export function BulkPreview({ object, preview, format, action }: Props) {
  const { t } = useLingui()
  const told = (count: number) => format.number(count)
  const counts: [number, string][] = [
    [preview.count, t`${told(preview.count)} will change`],
    [preview.unchanged, t`${told(preview.unchanged)} have these values already`],
    [preview.not_allowed, t`${told(preview.not_allowed)} are not yours to change and stay as they are`],
    [preview.invalid, t`${told(preview.invalid)} do not take these values and stay as they are`],
  ]
  const changes = preview.sample.flatMap((one) =>
    one.changes.map((change) => ({ id: one.id, name: String(one.name ?? ''), change })),
  )
  return (
    <section className={classes.preview} aria-label={t`What this would do`} aria-live="polite">
      <ul className={classes.counts}>
        {counts
          .filter(([count], index) => index === 0 || count > 0)
          .map(([, text], index) => (
            <li key={text}>{index === 0 ? <strong>{text}</strong> : text}</li>
          ))}
      </ul>
      {changes.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{object.label}</th>
                <th scope="col">{t`Field`}</th>
                <th scope="col">{t`Now`}</th>
                <th scope="col">{t`Then`}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ id, name, change }) => {
                const field = fieldByName(object.fields, change.field)
                return (
                  <tr key={`${id} ${change.field}`}>
                    <td>{name}</td>
                    <td>{change.label}</td>
                    <td className={classes.from}>{changeText(change.from, field, format)}</td>
                    <td>{changeText(change.to, field, format)}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {(action === 'delete' || action === 'restore') && preview.sample.length > 0 && (
        <p style={{ margin: '8px 0 0', fontSize: 13 }}>
          {preview.sample.map((one) => String(one.name ?? '')).join(', ')}
          {preview.count > preview.sample.length && ' …'}
        </p>
      )}
      {preview.errors.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{object.label}</th>
                <th scope="col">{t`Why not`}</th>
              </tr>
            </thead>
            <tbody>
              {preview.errors.slice(0, 20).map((one) => (
                <tr key={one.id}>
                  <td>{String(one.name ?? '')}</td>
                  <td>{one.errors.map((error) => error.message).join(' ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
