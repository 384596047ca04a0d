import { useLingui } from '@lingui/react/macro'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import { Link } from '@tanstack/react-router'
import { useFormat } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './console.module.css'
import type { TenantSummary } from './console-api'
import { useBytes } from './use-bytes'
import { useMilliseconds } from './use-milliseconds'
import { usePlanNames } from './use-plan-names'
import { useTenantWords } from './use-tenant-words'

interface Props {
  tenants: TenantSummary[]
  /** The field, with `-` before it when turned round. */
  sort: string
  onSort: (sort: string) => void
}

export function TenantTable({ tenants, sort, onSort }: Props) {
  const { t } = useLingui()
  return (
    <table className={classes.table} aria-label={t`Tenants`}>
      <thead>
        <tr>
          <SortHead field="name" label={t`Name`} sort={sort} onSort={onSort} />
          <SortHead field="state" label={t`State`} sort={sort} onSort={onSort} />
          <SortHead field="plan" label={t`Plan`} sort={sort} onSort={onSort} wide />
          <th scope="col" className={classes.wide}>
            <span className={classes.plainHead}>{t`Schema`}</span>
          </th>
          <SortHead field="users" label={t`Users`} sort={sort} onSort={onSort} wide first="-" number />
          <SortHead field="bytes" label={t`Size`} sort={sort} onSort={onSort} wide first="-" number />
          <SortHead
            field="requests"
            label={t`Requests in 24 hours`}
            sort={sort}
            onSort={onSort}
            wide
            first="-"
            number
          />
          <SortHead field="errors" label={t`Errors`} sort={sort} onSort={onSort} wide first="-" number />
          <SortHead field="p95_ms" label={t`95 % within`} sort={sort} onSort={onSort} wide first="-" number />
          <SortHead field="created_at" label={t`Made`} sort={sort} onSort={onSort} wide first="-" />
        </tr>
      </thead>
      <tbody>
        {tenants.map((tenant) => (
          <TenantRow key={tenant.id} tenant={tenant} />
        ))}
      </tbody>
    </table>
  )
}

function TenantRow({ tenant }: { tenant: TenantSummary }) {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  const time = useMilliseconds()
  const { stateOf, schemaOf } = useTenantWords()
  const planOf = usePlanNames()
  const state = stateOf(tenant)
  const schema = schemaOf(tenant)
  const { usage } = tenant
  const figures = [
    ['users', usage ? format.number(usage.users) : '–'],
    ['size', usage && usage.database_bytes !== null ? bytes(usage.database_bytes + usage.file_bytes) : '–'],
    ['requests', usage ? format.number(usage.requests) : '–'],
    ['errors', usage ? format.number(usage.errors) : '–'],
    ['p95', usage?.p95_ms ? time(usage.p95_ms) : '–'],
  ] as const
  return (
    <tr>
      <td>
        <Link to="/console/tenants/$slug" params={{ slug: tenant.slug }} className={classes.name}>
          <span className={classes.nameText}>{tenant.name}</span>
          <span className={classes.host}>{tenant.domain}</span>
        </Link>
      </td>
      <td>
        <span className={classes.badges}>
          <TintBadge color={state.color}>{state.label}</TintBadge>
          {tenant.is_operators && <TintBadge>{t`Operators`}</TintBadge>}
          {tenant.is_sandbox && <TintBadge color="blue">{t`Sandbox`}</TintBadge>}
        </span>
      </td>
      <td className={classes.wide}>{planOf(tenant.plan)}</td>
      <td className={classes.wide}>
        {schema.color === 'gray' ? (
          <span className={classes.muted}>{schema.label}</span>
        ) : (
          <TintBadge color={schema.color}>{schema.label}</TintBadge>
        )}
      </td>
      {figures.map(([name, text]) => (
        <td key={name} className={`${classes.wide} ${classes.number}`}>
          {text}
        </td>
      ))}
      <td className={classes.wide}>{format.date(tenant.created_at)}</td>
    </tr>
  )
}

interface HeadProps {
  field: string
  label: string
  sort: string
  onSort: (sort: string) => void
  /** Not shown on a phone. */
  wide?: boolean
  /** Which way the first click sorts. */
  first?: '' | '-'
  number?: boolean
}

export function SortHead({ field, label, sort, onSort, wide, first = '', number }: HeadProps) {
  const active = sort.replace(/^-/, '') === field
  const down = sort.startsWith('-')
  const next = active ? (down ? field : `-${field}`) : `${first}${field}`
  const Arrow = down ? IconArrowDown : IconArrowUp
  return (
    <th
      scope="col"
      className={`${wide ? classes.wide : ''} ${number ? classes.number : ''}`}
      aria-sort={active ? (down ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={classes.head} onClick={() => onSort(next)}>
        {label}
        {active && <Arrow size={13} stroke={2} aria-hidden />}
      </button>
    </th>
  )
}
