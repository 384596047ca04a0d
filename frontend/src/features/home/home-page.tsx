import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustments.mjs'
import IconHome from '@tabler/icons-react/dist/esm/icons/IconHome.mjs'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { whenShown } from '@/shared/on-use/on-use'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './home.module.css'
import { dashboardQuery, type HomeState } from './home-api'
import { HomeFilters } from './home-filters'
import { HomeSkeleton } from './home-skeleton'
import { TileView } from './tile-view'

const ArrangeDialog = whenShown(() => import('./arrange-dialog').then((m) => m.ArrangeDialog))

interface Props {
  state: HomeState
  onState: (change: HomeState) => void
  /** What stands before the numbers: the guide of an empty workspace. */
  guide?: ReactNode
  /** Nobody knows yet whether there is one: the numbers wait for it, so that nothing shifts. */
  isGuidePending?: boolean
}

export function HomePage({ state, onState, guide, isGuidePending = false }: Props) {
  const { t } = useLingui()
  const found = useQuery(dashboardQuery(state))
  const [arranging, setArranging] = useState(false)
  const data = isGuidePending ? undefined : found.data
  useScreenReady(data !== undefined)
  return (
    <div className={classes.page}>
      <PageHeader
        icon={<IconHome size={18} stroke={1.7} aria-hidden />}
        title={t`Home`}
        actions={
          data && (
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconAdjustments size={15} stroke={1.8} aria-hidden />}
              onClick={() => setArranging(true)}
            >{t`Arrange`}</Button>
          )
        }
      />
      <div className={classes.scroll}>
        <div className={classes.body}>
          {guide}
          {data && data.tiles.length > 0 && <HomeFilters dashboard={data} onState={onState} />}
          {(found.isPending || isGuidePending) && <HomeSkeleton />}
          {found.isError && !isGuidePending && (
            // A scope that was remembered may have gone with a role; a pipeline may have been deleted.
            <ProblemMessage
              error={found.error}
              onRetry={() => found.refetch()}
              onReset={() => onState({ period: undefined, scope: undefined, pipeline: undefined })}
            />
          )}
          {data && !found.isError && (
            <div className={classes.grid} data-busy={found.isPlaceholderData || undefined} aria-busy={found.isFetching}>
              {data.tiles.map((tile) => (
                <TileView key={tile.key} tile={tile} dashboard={data} />
              ))}
            </div>
          )}
          {data?.tiles.length === 0 && (
            <StateMessage
              icon={<IconHome size={22} stroke={1.6} aria-hidden />}
              title={t`Nothing to show here`}
              action={
                data.hidden.length > 0 && (
                  <Button variant="default" onClick={() => setArranging(true)}>{t`Choose numbers`}</Button>
                )
              }
            >
              {data.hidden.length > 0
                ? t`You have hidden all numbers.`
                : t`Your roles open no records that could be counted. Ask an administrator of your workspace.`}
            </StateMessage>
          )}
        </div>
      </div>
      {data && arranging && <ArrangeDialog dashboard={data} onClose={() => setArranging(false)} />}
    </div>
  )
}
