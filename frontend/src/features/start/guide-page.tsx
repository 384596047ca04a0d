import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconListCheck from '@tabler/icons-react/dist/esm/icons/IconListCheck.mjs'
import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { guideQuery, useGuideChange } from './guide-api'
import { GuideCard } from './guide-card'
import classes from './start.module.css'

/** The guide at any time, also after it was put away. */
export function GuidePage({ onInvite }: { onInvite: () => void }) {
  const { t } = useLingui()
  const found = useQuery(guideQuery)
  const change = useGuideChange()
  return (
    <div className={classes.page}>
      <PageHeader icon={<IconListCheck size={18} stroke={1.7} aria-hidden />} title={t`First steps`} />
      <div className={classes.scroll}>
        <div className={classes.body}>
          {found.isError && <ProblemMessage error={found.error} onRetry={() => found.refetch()} />}
          {found.data && <GuideCard guide={found.data} onInvite={onInvite} />}
          {found.data && !found.data.visible && (
            <Button variant="default" size="compact-md" onClick={() => change.mutate({ dismissed: false })}>
              {t`Show them on the home screen`}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
