import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useState } from 'react'
import type { ObjectType } from '@/shared/api/types'
import { isWritable } from '@/shared/lib/record-value'
import { announce } from '@/shared/ui/announce'
import { AskedDeletion } from './asked-deletion'
import { useClosed } from './changing'
import classes from './layout.module.css'
import {
  type EditedSection,
  edited,
  fromObject,
  moveField,
  newSection,
  type Place,
  stepField,
  stepSection,
  toSections,
  unplaced,
  without,
} from './layout-model'
import { LayoutPreview } from './layout-preview'
import { LayoutSectionEditor } from './layout-section'
import { formError, type Layout, useSettingsWrite } from './settings-api'
import { useUnsaved } from './unsaved'

interface Props {
  object: ObjectType
  role: string | null
  layout: Layout | null
}

/** Moving fields between sections, by pointer or keyboard, with the page as it will be beside it. */
export function LayoutEditor({ object, role, layout }: Props) {
  const { t } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const asLaidOut = () => (layout ? edited(layout.sections) : fromObject(object))
  const [sections, setSections] = useState<EditedSection[]>(asLaidOut)
  const [changed, setChanged] = useState(false)
  useUnsaved(changed)
  // What is being changed. A colleague's layout takes its place only where nothing was moved yet.
  const [base, setBase] = useState(layout)
  const isOthers = base?.version !== layout?.version
  if (isOthers && !changed) {
    setBase(layout)
    setSections(asLaidOut())
  }
  const labelOf = (name: string) => object.fields.find((field) => field.name === name)?.label ?? name
  const change = (next: EditedSection[]) => {
    setSections(next)
    setChanged(true)
  }
  const move = (field: string, to: Place) => change(moveField(sections, field, to))
  const step = (field: string, by: -1 | 1) => {
    const next = stepField(sections, field, by)
    change(next)
    const now = next.find((one) => one.fields.includes(field))
    announce(t`${labelOf(field)}: place ${(now?.fields.indexOf(field) ?? 0) + 1} in ${now?.label || t`Section`}`)
  }
  const save = () =>
    write.mutate(
      base
        ? {
            method: 'PATCH',
            path: `/layouts/${base.id}/`,
            body: { sections: toSections(sections) },
            version: base.version,
          }
        : { method: 'POST', path: '/layouts/', body: { object: object.name, role, sections: toSections(sections) } },
      {
        onSuccess: () => {
          setChanged(false)
          notifications.show({ message: t`Layout saved` })
        },
      },
    )
  const rest = unplaced(object, sections)
  const missing = rest.filter((field) => field.required && isWritable(field))
  const message = formError(write.error, [])
  const closed = useClosed() !== null
  return (
    <div className={classes.split}>
      <fieldset className={classes.editor} disabled={closed}>
        {!layout && (
          <p className={classes.hint}>
            {role
              ? t`This role has no layout of its own yet: it sees the one for everyone. Begin from what you see yourself.`
              : t`Nobody has laid this object out yet: these are its built-in sections.`}
          </p>
        )}
        {isOthers && changed ? (
          <Alert color="yellow" variant="light" role="alert" mb="sm">
            <div>{t`Somebody else changed this layout meanwhile, so yours can't be saved.`}</div>
            <Button
              mt="xs"
              size="compact-sm"
              variant="default"
              onClick={() => {
                write.reset()
                setChanged(false)
              }}
            >{t`Drop mine and load theirs`}</Button>
          </Alert>
        ) : (
          message && (
            <Alert color="red" variant="light" role="alert" mb="sm">
              {message}
            </Alert>
          )
        )}
        {sections.map((section, at) => (
          <LayoutSectionEditor
            key={section.id}
            section={section}
            at={at}
            count={sections.length}
            rest={rest}
            labelOf={labelOf}
            onChange={(next) => change(sections.map((one) => (one.id === section.id ? next : one)))}
            onMoveField={move}
            onStepField={step}
            onRemoveField={(field) => change(without(sections, field))}
            onStep={(by) => change(stepSection(sections, section.id, by))}
            onRemove={() => change(sections.filter((one) => one.id !== section.id))}
          />
        ))}
        {missing.length > 0 && (
          <p className={classes.hint}>
            {t`Required and not placed, so they stand at the end of the form for new records: ${missing
              .map((field) => field.label)
              .join(', ')}`}
          </p>
        )}
        <Group justify="space-between" mt="md">
          <Button
            variant="default"
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            onClick={() => change([...sections, newSection(t`New section`)])}
          >{t`Add a section`}</Button>
          <Group gap="xs">
            {layout && (
              <AskedDeletion
                label={role ? t`Use the layout for everyone` : t`Use the built-in layout`}
                confirmLabel={t`Yes, delete this layout`}
                told={t`This layout goes for good.`}
                busy={write.isPending}
                onDelete={() =>
                  write.mutate(
                    { method: 'DELETE', path: `/layouts/${layout.id}/` },
                    { onSuccess: () => setChanged(false) },
                  )
                }
              />
            )}
            <Button
              onClick={save}
              loading={write.isPending}
              disabled={sections.length === 0 || isOthers || (!changed && layout !== null)}
            >
              {t`Save the layout`}
            </Button>
          </Group>
        </Group>
      </fieldset>
      <LayoutPreview object={object} sections={sections} />
    </div>
  )
}
