import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import type { Address, Choice, Field, FieldValue, LabelledValue, Money } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { isBlank, isReference } from '@/shared/lib/record-value'
import { withoutMarks } from '@/shared/ui/marked-parts'
import { MarkedText } from '@/shared/ui/marked-text'
import { Monogram } from '@/shared/ui/monogram'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './field-view.module.css'
import { recurrenceText } from './recurrence'
import { isObjectTarget, pipelinesQuery } from './targets'

interface Props {
  field: Field
  value: FieldValue | undefined
  format: Format
  /** In a table cell: one line, no links that would take the row's focus. */
  compact?: boolean
  /** Beside another value: compact, but neither cut nor rounded, as that may be all that differs. */
  compared?: boolean
}

const choiceOf = (choices: Choice[] | null, value: unknown): Choice =>
  choices?.find((choice) => choice.value === value) ?? { value: String(value), label: String(value) }

function ReferenceView({ field, value, compact }: Omit<Props, 'compact'> & { compact: boolean | undefined }) {
  const { t } = useLingui()
  if (!isReference(value)) return null
  const target = field.reference?.object ?? ''
  if (value.name === null) return <span className={classes.hidden}>{t`Not visible to you`}</span>
  const content = (
    <span className={classes.reference}>
      {target !== 'pipelines' && target !== 'stages' && (
        <Monogram name={value.name} size="xs" round={target === 'users' || target === 'contacts'} of={value.id} />
      )}
      <span className="truncate">{value.name}</span>
    </span>
  )
  if (target === 'stages') return <StageView id={value.id} name={value.name} />
  if (compact || !isObjectTarget(target)) return content
  return (
    <Link to="/$object/$id" params={{ object: target, id: value.id }} className={classes.link}>
      {content}
    </Link>
  )
}

const CATEGORY_TINTS = { open: 'blue', won: 'green', lost: 'red' }

function StageView({ id, name }: { id: string; name: string }) {
  const pipelines = useQuery(pipelinesQuery)
  const stage = pipelines.data?.flatMap((pipeline) => pipeline.stages).find((one) => one.id === id)
  return <TintBadge color={CATEGORY_TINTS[stage?.category ?? 'open']}>{name}</TintBadge>
}

function DateTimeView({ value, format, compact, compared }: Props) {
  const instant = String(value)
  return (
    <time dateTime={instant} title={format.dateTime(instant)}>
      {compact && !compared ? format.relative(instant) : format.dateTime(instant)}
    </time>
  )
}

/** Addresses that a browser may follow; anything else (`javascript:`) stays text. */
const webAddress = (text: string) =>
  /^https?:\/\//i.test(text) ? text : /^[\w.-]+\.\w+/.test(text) ? `https://${text}` : null

function LinkView({ href, text, compact }: { href: string | null; text: string; compact: boolean | undefined }) {
  if (!href || compact) return <span className="truncate">{text}</span>
  const outside = href.startsWith('http')
  return (
    <a className={classes.link} href={href} {...(outside ? { target: '_blank', rel: 'noreferrer' } : {})}>
      {text.replace(/^https?:\/\//i, '').replace(/\/$/, '')}
    </a>
  )
}

const addressLine = (address: Address) =>
  [address.street, [address.postal_code, address.city].filter(Boolean).join(' '), address.region, address.country]
    .filter(Boolean)
    .join(', ')

function EntriesView({ lines, compact }: { lines: ReactNode[]; compact: boolean | undefined }) {
  if (compact)
    return (
      <span className="truncate">
        {lines[0]}
        {lines.length > 1 ? ` +${lines.length - 1}` : ''}
      </span>
    )
  return (
    <ul className={classes.entries}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own
        <li key={index}>{line}</li>
      ))}
    </ul>
  )
}

const entryLine = (entry: LabelledValue) => (entry.label ? `${entry.value} (${entry.label})` : entry.value)

function contentOf(props: Props): ReactNode {
  const { field, value, format, compared } = props
  const compact = props.compact || compared
  switch (field.type) {
    case 'money':
      return <span className="numeric">{format.money(value as Money)}</span>
    case 'integer':
    case 'number':
      return (
        <span className="numeric">{field.name.includes('year') ? String(value) : format.number(Number(value))}</span>
      )
    case 'date':
      return <span className="numeric">{format.date(String(value))}</span>
    case 'datetime':
      return <DateTimeView {...props} />
    case 'boolean':
      return <BooleanView value={Boolean(value)} />
    case 'picklist': {
      const choice = choiceOf(field.choices, value)
      return <TintBadge color={choice.color ?? null}>{choice.label}</TintBadge>
    }
    case 'multipicklist':
      return (
        <span className={classes.badges}>
          {(value as string[]).map((one) => {
            const choice = choiceOf(field.choices, one)
            return (
              <TintBadge key={one} color={choice.color ?? null}>
                {choice.label}
              </TintBadge>
            )
          })}
        </span>
      )
    case 'reference':
      return <ReferenceView {...props} compact={compact} />
    case 'email':
      return <LinkView href={`mailto:${value}`} text={String(value)} compact={compact} />
    case 'phone':
      return <LinkView href={`tel:${String(value).replace(/[^+\d]/g, '')}`} text={String(value)} compact={compact} />
    case 'url':
      return <LinkView href={webAddress(String(value))} text={String(value)} compact={compact} />
    case 'emails':
    case 'phones':
      return <EntriesView lines={(value as LabelledValue[]).map(entryLine)} compact={compact && !compared} />
    case 'addresses':
      return <EntriesView lines={(value as Address[]).map(addressLine)} compact={compact && !compared} />
    case 'longtext':
      return compact && !compared ? (
        <span className="truncate">{withoutMarks(String(value))}</span>
      ) : (
        <span className={classes.long}>
          <MarkedText text={String(value)} />
        </span>
      )
    default: {
      const text = field.format === 'recurrence' ? recurrenceText(String(value), format) : String(value)
      return <span className={compact ? 'truncate' : undefined}>{text}</span>
    }
  }
}

function BooleanView({ value }: { value: boolean }) {
  const { t } = useLingui()
  return <span>{value ? t`Yes` : t`No`}</span>
}

/** A field's value as people read it. Blank values render nothing. */
export const FieldView = memo(function FieldView(props: Props) {
  if (isBlank(props.value)) return null
  return contentOf(props)
})
