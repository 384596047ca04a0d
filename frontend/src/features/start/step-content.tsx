import { useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCatalogue } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { createRequest } from '@/shared/lib/create-request'
import { useFormat } from '@/shared/lib/format'
import { type Guide, guideQuery, type StepKey, useGuideChange } from './guide-api'
import { PipelineChoice } from './pipeline-choice'
import { SamplesBox } from './samples-box'
import classes from './start.module.css'

interface Props {
  step: StepKey
  guide: Guide
  onInvite: () => void
}

export function StepContent({ step, guide, onInvite }: Props) {
  if (step === 'company') return <CompanyFacts />
  if (step === 'people') return <Invite onInvite={onInvite} />
  if (step === 'pipeline') return <PipelineChoice guide={guide} />
  if (step === 'records') return <Records guide={guide} />
  return <FirstRecord />
}

function CompanyFacts() {
  const { t } = useLingui()
  const { tenant } = useMe()
  const { locale } = useFormat()
  const change = useGuideChange()
  const language = new Intl.DisplayNames(locale, { type: 'language' }).of(tenant.locale.replace('_', '-'))
  const currency = new Intl.DisplayNames(locale, { type: 'currency' }).of(tenant.currency)
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>{t`Name`}</dt>
          <dd>{tenant.name}</dd>
        </div>
        <div>
          <dt>{t`Language`}</dt>
          <dd>{language}</dd>
        </div>
        <div>
          <dt>{t`Currency`}</dt>
          <dd>{currency}</dd>
        </div>
        <div>
          <dt>{t`Time zone`}</dt>
          <dd>{tenant.time_zone}</dd>
        </div>
      </dl>
      <Group gap="xs">
        <Button size="compact-md" onClick={() => change.mutate({ steps: { company: 'done' } })}>
          {t`These are right`}
        </Button>
        <Link to="/settings/$section" params={{ section: 'company' }} className={classes.link}>
          {t`Change them, or add a logo`}
        </Link>
      </Group>
    </>
  )
}

function Invite({ onInvite }: { onInvite: () => void }) {
  const { t } = useLingui()
  return (
    <Group gap="xs">
      <Button size="compact-md" onClick={onInvite}>{t`Invite someone`}</Button>
      <Link to="/settings/$section" params={{ section: 'roles' }} className={classes.link}>{t`Look at the roles`}</Link>
    </Group>
  )
}

function Records({ guide }: { guide: Guide }) {
  const { t } = useLingui()
  return (
    <Group gap="xs" align="flex-start">
      <Button component={Link} to="/import" size="compact-md">{t`Import a file`}</Button>
      <SamplesBox guide={guide} />
    </Group>
  )
}

function FirstRecord() {
  const { t } = useLingui()
  const client = useQueryClient()
  const objects = useCatalogue()
  const first = ['accounts', 'contacts', 'leads', 'opportunities'].flatMap(
    (name) => objects.find((object) => object.name === name && object.permissions.create) ?? [],
  )
  return (
    <Group gap="xs">
      {first.map((object, index) => (
        <Button
          key={object.name}
          size="compact-md"
          variant={index === 0 ? 'filled' : 'default'}
          onClick={() =>
            createRequest.set({
              object: object.name,
              onCreated: () => void client.invalidateQueries({ queryKey: guideQuery.queryKey }),
            })
          }
        >{t`Create: ${object.label}`}</Button>
      ))}
    </Group>
  )
}
