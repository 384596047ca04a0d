import { useLingui } from '@lingui/react/macro'
import { Button, Progress } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRef, useState } from 'react'
import { useKeptFocus } from '@/shared/lib/kept-focus'
import type { Guide, StepKey } from './guide-api'
import { useGuideChange } from './guide-api'
import { GuideStep } from './guide-step'
import { SamplesBox } from './samples-box'
import classes from './start.module.css'
import { StepContent } from './step-content'

/** Five steps from an empty workspace to the first record. */
export function GuideCard({ guide, onInvite }: { guide: Guide; onInvite: () => void }) {
  const { t } = useLingui()
  const change = useGuideChange()
  const card = useRef<HTMLElement>(null)
  useKeptFocus(card)
  const next = guide.steps.find((step) => !step.done && !step.skipped)?.key ?? null
  const [chosen, setChosen] = useState<{ key: StepKey | ''; wasDone: boolean } | null>(null)
  // What was opened by hand is done: it goes on to the next, as for whoever opened none.
  if (chosen && !chosen.wasDone && guide.steps.some((step) => step.key === chosen.key && step.done)) setChosen(null)
  const open = chosen?.key ?? next
  const words: Record<StepKey, [string, string]> = {
    company: [t`Your company`, t`New users begin with this language and time zone; amounts are in this currency.`],
    people: [t`Invite your people`, t`They get an e-mail with a link. Roles say what each of them may see and do.`],
    pipeline: [t`How you sell`, t`An opportunity goes through these stages until it is won or lost.`],
    records: [
      t`Bring your records`,
      t`Import a file from your former system or a spreadsheet, or look around with samples first.`,
    ],
    first_record: [t`The first record of your own`, t`Enter a customer or an opportunity by hand.`],
  }
  const done = guide.steps.filter((step) => step.done).length
  const total = guide.steps.length
  return (
    <section ref={card} className={classes.card} aria-labelledby="first-steps">
      <header className={classes.head}>
        <h2 id="first-steps" className={classes.title}>{t`First steps`}</h2>
        <span className={classes.hint}>{t`${done} of ${total} done`}</span>
        <Progress value={(done / total) * 100} size="sm" className={classes.progress} aria-hidden />
        {guide.visible && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={classes.away}
            onClick={() =>
              change.mutate(
                { dismissed: true },
                {
                  onSuccess: () =>
                    notifications.show({ message: t`You find the first steps in the menu under your name.` }),
                },
              )
            }
          >{t`Put away`}</Button>
        )}
      </header>
      <ol className={classes.steps}>
        {guide.steps.map((step, index) => (
          <GuideStep
            key={step.key}
            step={step}
            number={index + 1}
            title={words[step.key][0]}
            text={words[step.key][1]}
            open={open === step.key}
            onOpen={() => setChosen({ key: open === step.key ? '' : step.key, wasDone: step.done })}
          >
            <StepContent step={step.key} guide={guide} onInvite={onInvite} />
          </GuideStep>
        ))}
      </ol>
      {/* The step is done and shut as soon as there are some: how they go stays in sight. */}
      {guide.samples > 0 && open !== 'records' && (
        <div className={classes.samples}>
          <SamplesBox guide={guide} />
        </div>
      )}
    </section>
  )
}
