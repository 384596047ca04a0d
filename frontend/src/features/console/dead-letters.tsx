import { useLingui } from '@lingui/react/macro'
import { Button, Group, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useFormat } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import classes from './console.module.css'
import { Panel } from './panel'
import { useConsoleAct } from './use-console-act'
import { type DeadLetter, lettersQuery } from './watch-api'

/** Messages that no tenant could take: sent again, or put aside. */
export function DeadLetters() {
  const { t } = useLingui()
  const query = useQuery(lettersQuery)
  const letters = query.data?.results ?? []
  return (
    <Panel title={t`Messages that no tenant could take`}>
      {query.isPending ? (
        <Skeleton height={60} radius="md" />
      ) : query.isError && !query.data ? (
        <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
      ) : letters.length === 0 ? (
        <p className={classes.quiet}>{t`None.`}</p>
      ) : (
        <ul className={classes.needs}>
          {letters.map((letter) => (
            <Letter key={letter.id} letter={letter} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Letter({ letter }: { letter: DeadLetter }) {
  const { t } = useLingui()
  const format = useFormat()
  const act = useConsoleAct()
  const path = `/dead-letters/${letter.id}`
  return (
    <li className={classes.need}>
      <div>
        <span className={classes.needTitle}>{letter.task}</span>
        <span className={classes.host}>
          {letter.tenant || letter.claimed || t`No tenant`} · {letter.detail || letter.reason} ·{' '}
          {format.relative(letter.at)}
        </span>
      </div>
      <Group gap={6} wrap="nowrap" className={classes.asideActions}>
        {letter.tenant && (
          <Button
            size="compact-sm"
            variant="default"
            loading={act.isPending}
            onClick={() => act.mutate({ method: 'POST', path: `${path}/resend/` })}
          >{t`Send again`}</Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          loading={act.isPending}
          onClick={() => act.mutate({ method: 'POST', path: `${path}/settle/` })}
        >{t`Settle`}</Button>
      </Group>
    </li>
  )
}
