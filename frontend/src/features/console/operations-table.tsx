import { Plural, useLingui } from '@lingui/react/macro'
import { Button, Progress, Text } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFormat } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './console.module.css'
import {
  archiveAddress,
  certificateAddress,
  hasArchive,
  isUnfinished,
  numberOf,
  type Operation,
} from './operations-api'
import { useBytes } from './use-bytes'
import { useOperationWords } from './use-operation-words'

const MOST_NAMED = 5

interface Props {
  label: string
  operations: Operation[]
  /** Further buttons of one of them. */
  actions?: (operation: Operation) => ReactNode
}

export function OperationsTable({ label, operations, actions }: Props) {
  const { t } = useLingui()
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {[t`What`, t`How it stands`].map((text) => (
            <th key={text} scope="col">
              <span className={classes.plainHead}>{text}</span>
            </th>
          ))}
          <th scope="col" className={classes.wide}>
            <span className={classes.plainHead}>{t`Asked by`}</span>
          </th>
          <th scope="col">
            <span className="visually-hidden">{t`Actions`}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {operations.map((one) => (
          <Row key={one.id} operation={one}>
            {actions?.(one)}
          </Row>
        ))}
      </tbody>
    </table>
  )
}

function Row({ operation, children }: { operation: Operation; children: ReactNode }) {
  const { t } = useLingui()
  const format = useFormat()
  const { kinds } = useOperationWords()
  const certificate = certificateAddress(operation)
  return (
    <tr>
      <td>
        {operation.tenant && !certificate ? (
          <Link to="/console/tenants/$slug" params={{ slug: operation.tenant }} className={classes.name}>
            <span className={classes.nameText}>{kinds[operation.kind]}</span>
            <span className={classes.host}>{operation.tenant}</span>
          </Link>
        ) : (
          <>
            <span className={classes.name}>{kinds[operation.kind]}</span>
            <span className={classes.host}>{operation.tenant}</span>
          </>
        )}
        <span className={`${classes.host} ${classes.narrow}`}>
          {operation.asked_by} · {format.moment(operation.created_at)}
        </span>
      </td>
      <td>
        <OperationStanding operation={operation} />
      </td>
      <td className={classes.wide}>
        {operation.asked_by}
        <span className={classes.host}>{format.moment(operation.created_at)}</span>
      </td>
      <td>
        <span className={classes.badges}>
          {hasArchive(operation) && <Download href={archiveAddress(operation)} name="">{t`Download`}</Download>}
          {certificate && (
            <Download href={certificate} name={`${operation.tenant}-erased.json`}>{t`Certificate`}</Download>
          )}
          {children}
        </span>
      </td>
    </tr>
  )
}

function Download({ href, name, children }: { href: string; name: string; children: string }) {
  return (
    <Button
      component="a"
      href={href}
      download={name}
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={14} stroke={1.8} aria-hidden />}
    >
      {children}
    </Button>
  )
}

/** State, live progress, and what came out or why not. */
export function OperationStanding({ operation }: { operation: Operation }) {
  const { t } = useLingui()
  const { states, kinds, stepOf } = useOperationWords()
  const format = useFormat()
  const state = failedOf(operation).length > 0 ? { label: t`Failed in part`, color: 'orange' } : states[operation.state]
  const { done, total } = operation
  const counted = total > 0 ? `${format.number(done)} / ${format.number(total)}` : ''
  return (
    <>
      <span className={classes.badges}>
        <TintBadge color={state.color}>{state.label}</TintBadge>
        {isUnfinished(operation) && operation.step && (
          <Text span size="sm">
            {stepOf(operation)} {counted}
          </Text>
        )}
      </span>
      {operation.state === 'running' && total > 0 && (
        <Progress value={(done / total) * 100} mt={6} size="sm" aria-label={kinds[operation.kind]} />
      )}
      {operation.error && (
        <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
          {operation.error}
        </Text>
      )}
      {operation.state === 'done' && <Outcome operation={operation} />}
    </>
  )
}

/** The addresses of the tenants whose migration failed in a rollout; of other operations none. */
function failedOf(operation: Operation) {
  return operation.kind === 'rollout' && operation.state === 'done' ? Object.keys(operation.result.failed ?? {}) : []
}

function Outcome({ operation }: { operation: Operation }) {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  const rows = format.number(numberOf(operation, 'rows'))
  const files = format.number(numberOf(operation, 'files'))
  const { migrated, waiting } = operation.result
  if (operation.kind === 'rollout' && Array.isArray(migrated)) {
    const failed = failedOf(operation)
    const lost = format.number(failed.length)
    const moved = format.number(migrated.length)
    const left = Array.isArray(waiting) ? waiting.length : 0
    return (
      <span className={classes.host}>
        {t`${moved} migrated, ${lost} failed`}
        {failed.length > 0 && `: ${failed.slice(0, MOST_NAMED).join(', ')}${failed.length > MOST_NAMED ? ' …' : ''}`}
        {left > 0 && (
          <>
            , <Plural value={left} one="# left as it was" other="# left as they were" />
          </>
        )}
      </span>
    )
  }
  if (!('rows' in operation.result)) return null
  const size = numberOf(operation, 'bytes')
  return (
    <span className={classes.host}>
      {t`${rows} rows, ${files} files`}
      {size > 0 && `, ${bytes(size)}`}
    </span>
  )
}
