import { useLingui } from '@lingui/react/macro'
import { Tabs } from '@mantine/core'
import { useCatalogue } from '@/shared/api/catalogue'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { TrailList } from '@/shared/trail/trail-list'
import { Timeline } from '../timeline/timeline'
import { RecordFields } from './record-fields'
import classes from './record-tabs.module.css'
import { RelatedLists, relationsOf } from './related-lists'
import { StageHistory } from './stage-history'

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
  const first = withFields ? 'fields' : hasTimeline ? 'timeline' : 'related'
  return (
    <Tabs defaultValue={first} keepMounted={false} className={classes.root}>
      <Tabs.List px={8}>
        {withFields && <Tabs.Tab value="fields">{t`Details`}</Tabs.Tab>}
        {hasTimeline && <Tabs.Tab value="timeline">{t`Timeline`}</Tabs.Tab>}
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
