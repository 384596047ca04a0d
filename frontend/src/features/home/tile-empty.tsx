import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useObject } from '@/shared/api/catalogue'
import { createRequest } from '@/shared/lib/create-request'
import classes from './home.module.css'
import type { Tile } from './home-api'

/** Why there is nothing, and what would change that. */
export function TileEmpty({ tile }: { tile: Tile }) {
  const { t } = useLingui()
  const object = useObject(tile.object)
  const why: Record<string, string> = {
    pipeline_by_stage: t`No open opportunities in this pipeline.`,
    won_by_month: t`Nothing was won in the last twelve months.`,
    stage_conversion: t`No opportunity was closed in this period.`,
    open_cases: t`No open cases.`,
    activities_per_person: t`No activity was completed in this period.`,
    my_tasks: t`Nothing is due today.`,
  }
  const leads = !['open_cases', 'my_tasks', 'won_by_month', 'stage_conversion'].includes(tile.key)
  return (
    <div className={classes.empty}>
      <p>{why[tile.key] ?? t`Nothing here yet.`}</p>
      {leads && object?.permissions.create && (
        <Button variant="default" size="compact-sm" onClick={() => createRequest.set({ object: tile.object })}>
          {t`Create: ${object.label}`}
        </Button>
      )}
    </div>
  )
}
