import { useLingui } from '@lingui/react/macro'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { Page, Reference } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import classes from './stage-history.module.css'

interface StageStep {
  id: string
  from: Reference | null
  to: Reference
  at: string
  by: Reference | null
  seconds_in_previous: number | null
}

/** Who moved it when, and how long it had stayed. */
export function StageHistory({ object, id, format }: { object: string; id: string; format: Format }) {
  const { t } = useLingui()
  const history = useQuery({
    queryKey: ['stage-history', object, id],
    queryFn: async ({ signal }) =>
      (await get<Page<StageStep>>(`/${object}/${id}/stage-history/`, undefined, signal)).results,
  })
  if (history.isPending) return <Skeleton height={120} m="md" />
  if (history.isError) return <ProblemMessage error={history.error} onRetry={() => history.refetch()} />
  return (
    <ol className={classes.root}>
      {history.data.map((step) => (
        <li key={step.id} className={classes.step}>
          <p className={classes.what}>
            {step.from ? (
              <>
                {step.from.name} <span aria-hidden>→</span>
                <span className="visually-hidden">{t`to`}</span> <strong>{step.to.name}</strong>
              </>
            ) : (
              <strong>{t`Started in ${step.to.name ?? ''}`}</strong>
            )}
          </p>
          <p className={classes.when}>
            <time dateTime={step.at} title={format.dateTime(step.at)}>
              {format.relative(step.at)}
            </time>
            {step.by?.name && ` · ${step.by.name}`}
            {step.seconds_in_previous !== null &&
              step.seconds_in_previous > 0 &&
              ` · ${t`after ${format.duration(step.seconds_in_previous)}`}`}
          </p>
        </li>
      ))}
    </ol>
  )
}
