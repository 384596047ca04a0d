import { useLingui } from '@lingui/react/macro'
import { Alert, Loader } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import classes from './console.module.css'
import type { Tenant } from './console-api'

type Progress = Pick<Tenant, 'state' | 'progress'>

/** How far the making of a tenant has come. */
export function ProvisioningSteps({ tenant }: { tenant: Progress }) {
  const { t } = useLingui()
  const { step, error } = tenant.progress
  const steps = [
    ['reserved', t`The address is reserved`],
    ['schema', t`Tables are made`],
    ['defaults', t`Roles, pipeline and administrator are set up`],
    ['sample_data', t`Sample records are filled in, if wanted`],
    ['ready', t`People can sign in`],
  ] as const
  const reached = tenant.state === 'provisioning' ? steps.findIndex(([name]) => name === step) : steps.length - 1
  const stateOf = (index: number) => (index <= reached ? 'done' : index === reached + 1 ? 'now' : 'later')
  return (
    <>
      <ol className={classes.steps} aria-label={t`Progress`}>
        {steps.map(([name, label], index) => (
          <li
            key={name}
            className={classes.step}
            data-state={stateOf(index)}
            aria-current={stateOf(index) === 'now' ? 'step' : undefined}
          >
            <span className={classes.mark}>
              {stateOf(index) === 'done' && <IconCheck size={16} stroke={2.2} aria-label={t`Done`} />}
              {stateOf(index) === 'now' && <Loader size={14} aria-hidden />}
            </span>
            {label}
          </li>
        ))}
      </ol>
      {error && (
        <Alert color="red" variant="light" mt="sm" role="alert" title={t`The last attempt failed`}>
          {t`It is tried again every minute.`} {error}
        </Alert>
      )}
    </>
  )
}
