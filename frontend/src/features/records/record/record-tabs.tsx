import { useLingui } from '@lingui/react/macro'
import { Skeleton, Tabs } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { useShortcuts } from '@/shared/shortcuts/registry'
import strip from '@/shared/ui/tab-strip.module.css'
import { useIsKept } from '../kept-edits'
import { composing } from '../timeline/composing'
import { Timeline } from '../timeline/timeline'
import { useLogLink } from '../timeline/use-link'
import { RecordFields } from './record-fields'
import classes from './record-tabs.module.css'
import { relationsOf } from './relations'
import { useTab } from './use-tab'

function TabSkeleton() {
  return (
    <div className={classes.skeleton} aria-hidden>
      <Skeleton height={36} />
      <Skeleton height={36} />
    </div>
  )
}

const FileList = onUse(
  () => import('../files/file-list').then((m) => m.FileList),
  () => <TabSkeleton />,
)
const RelatedLists = onUse(
  () => import('./related-lists').then((m) => m.RelatedLists),
  () => <TabSkeleton />,
)
const StageHistory = onUse(
  () => import('./stage-history').then((m) => m.StageHistory),
  () => <TabSkeleton />,
)
const TrailList = onUse(
  () => import('@/shared/trail/trail-list').then((m) => m.TrailList),
  () => <TabSkeleton />,
)

interface Props {
  object: ObjectType
  record: CrmRecord
  format: Format
  /** In the panel the fields are a tab too; on the page they stand beside. */
  withFields: boolean
}

export const STAGED = ['pipeline', 'stage']
export const isStaged = (object: ObjectType) => object.features.includes('pipeline')

export function RecordTabs({ object, record, format, withFields }: Props) {
  const { t } = useLingui()
  const hasRelations = relationsOf(object, useCatalogue()).length > 0
  const hasTimeline = object.features.includes('timeline')
  const [asked, ask] = useTab()
  // A tab that comes before the one asked for, until a tab is chosen.
  const [before, setBefore] = useState<string | null>(null)
  const choose = (tab: string | null) => {
    setBefore(null)
    ask(tab)
  }
  const [hadFields, setHadFields] = useState(withFields)
  const isEditing = useIsKept(`${object.name}/${record.id}`)
  if (hadFields !== withFields) {
    setHadFields(withFields)
    // A field is being edited: where the fields go to a tab, the edit is seen on.
    if (withFields && isEditing) setBefore('fields')
  }
  const logs = useLogLink(object) !== undefined && hasTimeline
  const write = () => {
    choose('timeline')
    composing.set(record.id)
  }
  useShortcuts(logs ? [{ keys: 'n', label: t`Write a note`, group: t`Record`, run: write }] : [])
  // Made without network: what stands beside a record begins when the server has it.
  const isMade = record.version !== 0
  const tabs = [
    withFields && { value: 'fields', label: t`Details` },
    hasTimeline && { value: 'timeline', label: t`Timeline` },
    isMade && { value: 'files', label: t`Files` },
    isMade && hasRelations && { value: 'related', label: t`Related` },
    isMade && isStaged(object) && { value: 'stages', label: t`Stage history` },
    isMade && { value: 'trail', label: t`Audit trail` },
  ].filter((one) => one !== false)
  const shown = tabs.find(({ value }) => value === (before ?? asked)) ?? tabs[0]
  return (
    <Tabs value={shown?.value ?? null} onChange={choose} keepMounted={false} className={classes.root}>
      <Tabs.List px={8} className={strip.root}>
        {tabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {withFields && (
        <Tabs.Panel value="fields" className={classes.panel}>
          <RecordFields
            object={object}
            record={record}
            format={format}
            hidden={isMade && isStaged(object) ? STAGED : []}
          />
        </Tabs.Panel>
      )}
      {hasTimeline && (
        <Tabs.Panel value="timeline" className={classes.panel}>
          <Timeline object={object} record={record} format={format} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="files" className={classes.panel}>
        <FileList object={object} record={record} format={format} />
      </Tabs.Panel>
      {hasRelations && (
        <Tabs.Panel value="related" className={classes.panel}>
          <RelatedLists object={object} record={record} format={format} />
        </Tabs.Panel>
      )}
      {isStaged(object) && (
        <Tabs.Panel value="stages" className={classes.panel}>
          <StageHistory object={object.name} id={record.id} format={format} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="trail" className={classes.panel}>
        <TrailList path={`/${object.name}/${record.id}/audit/`} withName={false} />
      </Tabs.Panel>
    </Tabs>
  )
}
