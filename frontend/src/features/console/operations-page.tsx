import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import IconProgress from '@tabler/icons-react/dist/esm/icons/IconProgressCheck.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './console.module.css'
import { hasArchive, type Operation, operationsQuery } from './operations-api'
import { OperationsTable } from './operations-table'
import { RestoreDialog } from './restore-dialog'

/** The long work of the platform: what runs, what is done, what failed. */
export function OperationsPage() {
  const { t } = useLingui()
  const query = useQuery(operationsQuery())
  const [archive, setArchive] = useState<Operation | null>(null)
  useScreenReady(!query.isPending)
  return (
    <div className={classes.page}>
      <PageHeader icon={<IconProgress size={18} stroke={1.7} aria-hidden />} title={t`Operations`} />
      <div className={classes.scroll}>
        {query.isPending ? (
          <Skeleton height={240} m="md" w="auto" />
        ) : query.isError ? (
          <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
        ) : query.data.length === 0 ? (
          <StateMessage icon={<IconProgress size={22} stroke={1.6} aria-hidden />} title={t`Nothing has run yet`}>
            {t`Exports, restores, sandboxes, erasures and migrations are listed here.`}
          </StateMessage>
        ) : (
          <OperationsTable
            label={t`Operations`}
            operations={query.data}
            actions={(one) =>
              hasArchive(one) && (
                <Button size="compact-sm" variant="default" onClick={() => setArchive(one)}>{t`Restore`}</Button>
              )
            }
          />
        )}
      </div>
      {archive && <RestoreDialog archive={archive} onClose={() => setArchive(null)} />}
    </div>
  )
}
