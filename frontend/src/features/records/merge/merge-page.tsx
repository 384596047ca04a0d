import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Switch } from '@mantine/core'
import IconArrowsJoin2 from '@tabler/icons-react/dist/esm/icons/IconArrowsJoin2.mjs'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { recordQuery } from '@/shared/api/records'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { useShortcuts } from '@/shared/shortcuts/registry'
import { KeyCaps } from '@/shared/ui/key-caps'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { ListSkeleton } from '../list/list-states'
import { MOST_MERGED, mergePreviewQuery } from './merge-api'
import { MergeChoice, SameInAll, SurvivorChoice } from './merge-choice'
import { type Choices, choosable, decided, differs, further, usual } from './merge-model'
import { MergeMoves } from './merge-moves'
import classes from './merge-page.module.css'
import { useMerge } from './use-merge'

interface Props {
  object: ObjectType
  ids: string[]
  onMerged: (id: string) => void
  onCancel: () => void
}

/** Two to five records side by side: which one stays, and whose value each field gets. */
export function MergePage({ object, ids, onMerged, onCancel }: Props) {
  const { t } = useLingui()
  const merge = useMerge(object, onMerged)
  const enabled = !merge.isOver
  const queries = useQueries({ queries: ids.map((id) => ({ ...recordQuery(object.name, id), enabled, staleTime: 0 })) })
  const records = queries.flatMap((query) => (query.data ? [query.data] : []))
  const failed = queries.find((query) => query.isError)
  useScreenReady(records.length === ids.length)
  if (ids.length < 2 || ids.length > MOST_MERGED)
    return (
      <StateMessage heading="h1" title={t`Nothing to merge`}>
        {t`Mark two to five records in a list, then choose Merge.`}
      </StateMessage>
    )
  if (failed && !failed.data) return <ProblemMessage heading="h1" error={failed.error} onRetry={failed.refetch} />
  if (records.length < ids.length) return <ListSkeleton />
  return <MergeForm object={object} records={records} merge={merge} onCancel={onCancel} />
}

interface FormProps {
  object: ObjectType
  records: CrmRecord[]
  merge: ReturnType<typeof useMerge>
  onCancel: () => void
}

function MergeForm({ object, records, merge, onCancel }: FormProps) {
  const { t } = useLingui()
  const format = useFormat()
  const [survivor, setSurvivor] = useState(records[0]?.id ?? '')
  const [chosen, setChosen] = useState<Choices>({})
  const [all, setAll] = useState(false)
  const fields = choosable(object)
  const open = fields.filter((field) => differs(field, records))
  const others = records.map((record) => record.id).filter((id) => id !== survivor)
  const preview = useQuery({ ...mergePreviewQuery(object.name, { survivor, others }), enabled: !merge.isOver })
  const refusal = isProblem(preview.error) ? preview.error.detail : ''
  const count = format.number(records.length)

  const submit = () => {
    if (refusal) return
    const versions = Object.fromEntries(
      records.flatMap((record) => (record.version === undefined ? [] : [[record.id, record.version]])),
    )
    merge.mutate({ survivor, others, values: decided(fields, records, survivor, chosen), versions })
  }
  useShortcuts([{ keys: 'mod+Enter', label: t`Merge`, group: t`Record`, run: submit }])
  return (
    <div className={classes.root}>
      <PageHeader
        icon={<IconArrowsJoin2 size={18} stroke={1.7} aria-hidden />}
        title={t`Merge ${object.label_plural}`}
        note={count}
      />
      <div className={classes.scroll}>
        <div className={classes.sheet} style={{ '--records': records.length } as React.CSSProperties}>
          <SurvivorChoice
            object={object}
            records={records}
            survivor={survivor}
            format={format}
            onChange={setSurvivor}
          />
          {(all ? fields : open).map((field) =>
            open.includes(field) ? (
              <MergeChoice
                key={field.name}
                object={object}
                field={field}
                records={records}
                format={format}
                value={chosen[field.name] ?? usual(field, records, survivor)}
                onChange={(id) => setChosen((old) => ({ ...old, [field.name]: id }))}
              />
            ) : (
              <SameInAll key={field.name} field={field} record={records[0] as CrmRecord} format={format} />
            ),
          )}
        </div>
        <Switch
          className={classes.all}
          label={t`Show fields that are the same in all`}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
        <MergeMoves preview={preview.data} further={further(object, records, survivor, chosen)} format={format} />
        {refusal && (
          <Alert color="red" variant="light" role="alert">
            {refusal}
          </Alert>
        )}
        {merge.error && (
          <Alert color="red" variant="light" role="alert">
            {merge.error}
          </Alert>
        )}
      </div>
      <footer className={classes.foot}>
        <span className={classes.hint} aria-hidden>
          <KeyCaps keys="mod+Enter" />
        </span>
        <Button variant="default" onClick={onCancel}>{t`Cancel`}</Button>
        <Button onClick={submit} loading={merge.isPending} disabled={Boolean(refusal)}>
          {t`Merge ${count} records`}
        </Button>
      </footer>
    </div>
  )
}
