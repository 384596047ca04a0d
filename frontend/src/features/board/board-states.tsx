import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import IconSearchOff from '@tabler/icons-react/dist/esm/icons/IconSearchOff.mjs'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './board.module.css'

/** Columns to come, at the size of columns, so that nothing shifts. */
export function BoardSkeleton() {
  const { t } = useLingui()
  return (
    <div className={classes.board} role="status">
      <span className="visually-hidden">{t`Loading…`}</span>
      {[5, 4, 6, 3, 4].map((cards, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={column} className={classes.column} aria-hidden>
          <Skeleton height={14} width="50%" m={12} mb={50} />
          {Array.from({ length: cards }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
            <Skeleton key={card} height={98} mx={8} mb={8} w="auto" radius="md" />
          ))}
        </div>
      ))}
    </div>
  )
}

export function NothingMatches({ onClear }: { onClear: () => void }) {
  const { t } = useLingui()
  return (
    <div className={classes.message}>
      <StateMessage
        icon={<IconSearchOff size={22} stroke={1.6} aria-hidden />}
        title={t`Nothing matches`}
        action={<Button variant="default" onClick={onClear}>{t`Clear search and filter`}</Button>}
      >
        {t`No record fits the search and the filter.`}
      </StateMessage>
    </div>
  )
}
