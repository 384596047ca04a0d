import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import { Link } from '@tanstack/react-router'
import classes from './console.module.css'
import { usePartName } from './use-part-name'

interface Props {
  kind: string
  count?: number
  note?: string
  tenants?: { slug: string; name: string }[]
}

/** Where all of a kind are seen. */
const LISTS: Record<string, object> = {
  failed_schema: { schema_state: 'failed' },
  behind: { behind: true },
  stuck: { state: 'provisioning' },
  past_due: { state: 'past_due' },
}

function useWording(): (kind: string, count: number) => string {
  const { t } = useLingui()
  const partName = usePartName()
  return (kind, count) => {
    const part = partName(kind)
    if (part) return t`Not healthy: ${part}`
    if (kind === 'dead_letters')
      return plural(count, {
        one: '# message that no tenant could take',
        other: '# messages that no tenant could take',
      })
    if (kind === 'failed_schema')
      return plural(count, { one: '# tenant whose migration failed', other: '# tenants whose migration failed' })
    if (kind === 'behind')
      return plural(count, { one: '# tenant lacks a migration', other: '# tenants lack a migration' })
    if (kind === 'stuck') return plural(count, { one: '# tenant is not finished', other: '# tenants are not finished' })
    if (kind === 'past_due') return plural(count, { one: '# tenant owes a payment', other: '# tenants owe a payment' })
    if (kind === 'broken_trail')
      return plural(count, {
        one: '# tenant whose audit trail is broken',
        other: '# tenants whose audit trail is broken',
      })
    if (kind === 'failed_jobs')
      return plural(count, { one: '# tenant has failed jobs', other: '# tenants have failed jobs' })
    if (kind === 'errors')
      return plural(count, { one: '# tenant met errors of ours today', other: '# tenants met errors of ours today' })
    return plural(count, { one: '# tenant is slow', other: '# tenants are slow' })
  }
}

export function NeedRow({ kind, count = 0, note, tenants = [] }: Props) {
  const wording = useWording()
  const text = wording(kind, count)
  const list = LISTS[kind]
  const section = kind === 'failed_schema' || kind === 'stuck' ? 'about' : 'watch'
  const isHealth = tenants.length === 0
  return (
    <li className={classes.need}>
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
      <div>
        {isHealth ? (
          <Link to="/console/$place" params={{ place: 'health' }} className={classes.needTitle}>
            {text}
          </Link>
        ) : list ? (
          <Link to="/console/tenants" search={list} className={classes.needTitle}>
            {text}
          </Link>
        ) : (
          <span className={classes.needTitle}>{text}</span>
        )}
        {note && <span className={classes.host}>{note}</span>}
        {tenants.length > 0 && (
          <span className={classes.needTenants}>
            {tenants.map(({ slug, name }) => (
              <Link key={slug} to="/console/tenants/$slug" params={{ slug }} search={{ section }}>
                {name}
              </Link>
            ))}
            {count > tenants.length && <span aria-hidden>…</span>}
          </span>
        )}
      </div>
    </li>
  )
}
