import { useLingui } from '@lingui/react/macro'
import { Skeleton, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { FormDialog } from '@/shared/ui/form-dialog'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { formError, useSettingsWrite } from '../settings-api'
import classes from './billing.module.css'
import { type Interval, type OfferedPlan, type PlanPreview, previewQuery } from './billing-api'
import { useAmounts } from './use-amounts'

interface Props {
  plan: OfferedPlan
  interval: Interval
  /** Nothing is charged yet. */
  trialing: boolean
  onClose: () => void
}

/** What the other plan costs now and from then on, before it is chosen. */
export function ChangeDialog({ plan, interval, trialing, onClose }: Props) {
  const { t } = useLingui()
  const preview = useQuery(previewQuery(plan.plan, interval))
  const write = useSettingsWrite({ quiet: true })
  const submit = () =>
    write.mutate(
      {
        method: 'POST',
        path: '/billing/change/',
        body: { plan: plan.plan, interval, at: preview.data?.at ?? null },
      },
      {
        onSuccess: () => {
          notifications.show({ message: t`The plan is ${plan.name} now.`, autoClose: 4000 })
          onClose()
        },
      },
    )
  return (
    <FormDialog
      title={t`Change to ${plan.name}`}
      submitLabel={preview.data && preview.data.due_now > 0 ? t`Pay and change` : t`Change`}
      busy={write.isPending}
      disabled={!preview.data}
      error={formError(write.error, [])}
      onSubmit={submit}
      onClose={onClose}
    >
      {preview.isPending && <Skeleton height={90} />}
      {preview.isError && <ProblemMessage error={preview.error} onRetry={() => preview.refetch()} />}
      {preview.data && <Costs preview={preview.data} trialing={trialing} />}
    </FormDialog>
  )
}

function Costs({ preview, trialing }: { preview: PlanPreview; trialing: boolean }) {
  const { t } = useLingui()
  const amounts = useAmounts()
  const money = (amount: number) => amounts.money(amount, preview.currency)
  const day = preview.next_at ? amounts.day(preview.next_at) : null
  return (
    <>
      <dl className={classes.lines}>
        {preview.lines.map((line) => (
          <Line key={`${line.text} ${line.amount}`} text={line.text} amount={money(line.amount)} />
        ))}
        <dt className={classes.due}>{t`Charged now`}</dt>
        <dd className={`${classes.due} numeric`}>{money(preview.due_now)}</dd>
        <dt>{day ? t`Next invoice, on ${day}` : t`Next invoice`}</dt>
        <dd className="numeric">{money(preview.next_total)}</dd>
      </dl>
      <Text size="sm" c="dimmed">
        {preview.due_now > 0
          ? t`If the card is declined, everything stays as it is.`
          : trialing
            ? t`Nothing is charged before the trial ends.`
            : t`What is paid already is credited.`}
      </Text>
    </>
  )
}

function Line({ text, amount }: { text: string; amount: string }) {
  return (
    <>
      <dt>{text}</dt>
      <dd className="numeric">{amount}</dd>
    </>
  )
}
