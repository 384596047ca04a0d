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
import { useLink } from '../timeline/use-link'
import { RecordFields } from './record-fields'
import classes from './record-tabs.module.css'
import { relationsOf } from './relations'

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
export const isStaged = (object: ObjectType) => object.features.includes('board')

export function RecordTabs({ object, record, format, withFields }: Props) {
  const { t } = useLingui()
  const hasRelations = relationsOf(object, useCatalogue()).length > 0
  const hasTimeline = object.features.includes('timeline')
  const beside = hasTimeline ? 'timeline' : 'files'
  const [chosen, setChosen] = useState<string | null>(null)
  const [hadFields, setHadFields] = useState(withFields)
  const isEditing = useIsKept(`${object.name}/${record.id}`)
  if (hadFields !== withFields) {
    setHadFields(withFields)
    // A field is being edited: where the fields go to a tab, the edit is seen on.
    if (withFields && isEditing) setChosen('fields')
  }
  const logs = useLink(object) !== undefined && hasTimeline
  const write = () => {
    setChosen('timeline')
    composing.set(record.id)
  }
  useShortcuts(logs ? [{ keys: 'n', label: t`Write a note`, group: t`Record`, run: write }] : [])
  // Made without network: what stands beside a record begins when the server has it.
  const isMade = record.version !== 0
  const first = withFields ? 'fields' : beside
  return (
    <Tabs
      value={chosen === null || (chosen === 'fields' && !withFields) ? first : chosen}
      onChange={setChosen}
      keepMounted={false}
      className={classes.root}
    >
      <Tabs.List px={8} className={strip.root}>
        {withFields && <Tabs.Tab value="fields">{t`Details`}</Tabs.Tab>}
        {hasTimeline && <Tabs.Tab value="timeline">{t`Timeline`}</Tabs.Tab>}
        {isMade && <Tabs.Tab value="files">{t`Files`}</Tabs.Tab>}
        {isMade && hasRelations && <Tabs.Tab value="related">{t`Related`}</Tabs.Tab>}
        {isMade && isStaged(object) && <Tabs.Tab value="stages">{t`Stage history`}</Tabs.Tab>}
        {isMade && <Tabs.Tab value="trail">{t`Audit trail`}</Tabs.Tab>}
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
