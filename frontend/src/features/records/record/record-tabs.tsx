import { useLingui } from '@lingui/react/macro'
import { Skeleton, Tabs } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { Timeline } from '../timeline/timeline'
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

const FileList = onUse(() => import('../files/file-list').then((m) => m.FileList), <TabSkeleton />)
const RelatedLists = onUse(() => import('./related-lists').then((m) => m.RelatedLists), <TabSkeleton />)
const StageHistory = onUse(() => import('./stage-history').then((m) => m.StageHistory), <TabSkeleton />)
const TrailList = onUse(() => import('@/shared/trail/trail-list').then((m) => m.TrailList), <TabSkeleton />)

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
  const [chosen, setChosen] = useState<string | null>(withFields ? 'fields' : beside)
  return (
    <Tabs
      value={chosen === 'fields' && !withFields ? beside : chosen}
      onChange={setChosen}
      keepMounted={false}
      className={classes.root}
    >
      <Tabs.List px={8}>
        {withFields && <Tabs.Tab value="fields">{t`Details`}</Tabs.Tab>}
        {hasTimeline && <Tabs.Tab value="timeline">{t`Timeline`}</Tabs.Tab>}
        <Tabs.Tab value="files">{t`Files`}</Tabs.Tab>
        {hasRelations && <Tabs.Tab value="related">{t`Related`}</Tabs.Tab>}
        {isStaged(object) && <Tabs.Tab value="stages">{t`Stage history`}</Tabs.Tab>}
        <Tabs.Tab value="trail">{t`Audit trail`}</Tabs.Tab>
      </Tabs.List>
      {withFields && (
        <Tabs.Panel value="fields" className={classes.panel}>
          <RecordFields object={object} record={record} format={format} hidden={isStaged(object) ? STAGED : []} />
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
