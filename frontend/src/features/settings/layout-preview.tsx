import { useLingui } from '@lingui/react/macro'
import type { ObjectType } from '@/shared/api/types'
import classes from './layout.module.css'
import type { EditedSection } from './layout-model'

interface Props {
  object: ObjectType
  sections: EditedSection[]
}

/** The record page as it will be laid out. */
export function LayoutPreview({ object, sections }: Props) {
  const { t } = useLingui()
  const labelOf = (name: string) => object.fields.find((field) => field.name === name)?.label
  return (
    <aside className={classes.preview} aria-label={t`Preview`}>
      <p className={classes.previewTitle}>{t`Preview: ${object.label}`}</p>
      {sections
        .filter((section) => section.fields.length > 0)
        .map((section) => (
          <div key={section.id} className={classes.previewSection}>
            {section.label && <p className={classes.previewHeading}>{section.label}</p>}
            <ul className={classes.previewFields} data-columns={section.columns}>
              {section.fields.map((name) => (
                <li key={name}>
                  <span className="truncate">{labelOf(name) ?? name}</span>
                  <span className={classes.bar} aria-hidden />
                </li>
              ))}
            </ul>
          </div>
        ))}
    </aside>
  )
}
