import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconLifebuoy from '@tabler/icons-react/dist/esm/icons/IconLifebuoy.mjs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from '@/shared/api/http'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { useSupportWrite } from '@/shared/api/support'
import { useFormat } from '@/shared/lib/format'
import classes from './support.module.css'

const REFRESH_MS = 60_000

/** Says that support is here: to the operator in the session, and to whoever may end it. */
export function SupportBanner() {
  const { support, supported, user } = useMe()
  const client = useQueryClient()
  const watches = Boolean(support) || supported.length > 0
  useEffect(() => {
    if (!watches) return
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['me'] }), REFRESH_MS)
    return () => clearInterval(timer)
  }, [watches, client])
  if (support) return <Own {...support} name={user.name} />
  return supported.map((one) => <Other key={one.id} {...one} />)
}

interface OwnProps {
  operator: string
  name: string
  until: string
  writes: boolean
  back: string
}

/** Ends it and leads back to the console; whoever is out by then is as good as ended. */
async function leave(back: string) {
  const { forgetEverything } = await import('@/shared/offline/forget')
  await forgetEverything(undefined)
  await request('POST', '/support/leave/').catch((error) => {
    if (!isProblem(error, 401)) throw error
  })
  location.replace(back || '/sign-in')
}

function Own({ operator, name, until, writes, back }: OwnProps) {
  const { t } = useLingui()
  const format = useFormat()
  const ending = useMutation({ mutationFn: () => leave(back) })
  const end = format.moment(until)
  return (
    <aside className={classes.banner} aria-label={t`Support`}>
      <IconLifebuoy size={18} stroke={1.8} aria-hidden />
      <span>
        {writes
          ? t`Support: ${operator} is signed in as ${name} until ${end} and may change records. Everything stands in the audit trail.`
          : t`Support: ${operator} is looking on as ${name} until ${end}. Nothing can be changed.`}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        loading={ending.isPending}
        onClick={() => ending.mutate()}
      >{t`End`}</Button>
    </aside>
  )
}

interface OtherProps {
  id: string
  operator: string
  user: string
  until: string
  writes: boolean
}

function Other({ id, operator, user, until, writes }: OtherProps) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useSupportWrite()
  const end = format.moment(until)
  return (
    <aside className={classes.banner} aria-label={t`Support`}>
      <IconLifebuoy size={18} stroke={1.8} aria-hidden />
      <span>
        {writes
          ? t`${operator} from support is signed in as ${user} until ${end} and may change records.`
          : t`${operator} from support is looking on as ${user} until ${end}.`}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        loading={write.isPending}
        onClick={() => write.mutate({ method: 'POST', path: `/support/sessions/${id}/end/` })}
      >{t`End`}</Button>
    </aside>
  )
}
