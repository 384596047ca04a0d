import { useLingui } from '@lingui/react/macro'
import { useCatalogue } from '@/shared/api/catalogue'
import type { FieldValue } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import { useFormat } from '@/shared/lib/format'
import { isBlank } from '@/shared/lib/record-value'
import { draftField, useTypeLabels } from './field-types'
import classes from './fields.module.css'
import type { CheckedField } from './settings-api'

interface Props {
  object: string
  checked: CheckedField | undefined
}

/** The type of the result, and what it comes to on the newest records. */
export function ComputedPreview({ object, checked }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const typeLabels = useTypeLabels()
  const described = useCatalogue().find((one) => one.name === object)
  if (!checked?.ok || !checked.result_type) return null
  const type = typeLabels[checked.result_type] ?? checked.result_type
  const field = draftField(checked.result_type, t`Result`)
  return (
    <section className={classes.preview} aria-label={t`Preview`} aria-live="polite">
      <h3 className={classes.group}>{t`Result: ${type}`}</h3>
      {checked.preview === null && (
        <p className={classes.hint}>{t`You may not read all that it reads, so there is no preview for you.`}</p>
      )}
      {checked.preview?.length === 0 && (
        <p className={classes.hint}>{t`There are no ${described?.label_plural ?? object} to try it on yet.`}</p>
      )}
      {checked.preview && checked.preview.length > 0 && (
        <dl className={classes.tried}>
          {checked.preview.map((one) => (
            <div key={one.id}>
              <dt className="truncate">{one.name ?? t`Untitled`}</dt>
              <dd>
                {isBlank(one.value) ? (
                  <span className={classes.muted}>{t`empty`}</span>
                ) : (
                  <FieldView field={field} value={one.value as FieldValue} format={format} compact />
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
