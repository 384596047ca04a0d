import { useLingui } from '@lingui/react/macro'
import { Autocomplete, Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { useStore } from '@/shared/lib/store'
import { useDebounced } from '@/shared/lib/use-debounced'
import { FormDialog } from '@/shared/ui/form-dialog'
import { AddressHint } from './address-hint'
import { addressQuery, type MadeTenant, type NewTenant, tenantChoicesQuery, useConsoleWrite } from './console-api'
import { creatingTenant } from './creating-tenant'
import { MadeTenantDialog } from './made-tenant-dialog'
import { PlanField } from './plan-field'

const FIELDS = ['name', 'slug', 'admin_email', 'admin_name', 'plan', 'region']

/** The form, then the progress and what the first administrator needs to sign in. */
export function CreatingTenant() {
  const open = useStore(creatingTenant)
  const [made, setMade] = useState<MadeTenant | null>(null)
  const close = () => {
    creatingTenant.set(false)
    setMade(null)
  }
  if (!open) return null
  return made ? <MadeTenantDialog made={made} onClose={close} /> : <NewTenantDialog onMade={setMade} onClose={close} />
}

/** The address follows the name until somebody types another. */
function useAddress(name: string, typed: string | null) {
  const asked = useDebounced(typed === null ? { name: name.trim() } : { slug: typed.trim() })
  const wanted = ('slug' in asked ? asked.slug : asked.name) ?? ''
  const found = useQuery({ ...addressQuery(asked), enabled: wanted.length > 1 })
  const told = wanted.length > 1 ? found.data : undefined
  return { slug: typed ?? told?.slug ?? '', told: typed !== null && told?.slug !== typed.trim() ? undefined : told }
}

function NewTenantDialog({ onMade, onClose }: { onMade: (made: MadeTenant) => void; onClose: () => void }) {
  const { t } = useLingui()
  const write = useConsoleWrite<MadeTenant>()
  const choices = useQuery(tenantChoicesQuery).data
  const [values, setValues] = useState({ name: '', admin_name: '', admin_email: '', plan: '', region: '' })
  const [typed, setTyped] = useState<string | null>(null)
  const [sample, setSample] = useState(false)
  const [invite, setInvite] = useState(true)
  const { slug, told } = useAddress(values.name, typed)
  const set = (field: keyof typeof values) => (value: string) => setValues((old) => ({ ...old, [field]: value }))
  const submit = () => {
    const { region, plan, ...rest } = values
    const chosen = { ...(plan ? { plan } : {}), ...(region ? { region } : {}) }
    const body: NewTenant = { ...rest, ...chosen, slug, invite, sample_data: sample, wait: false }
    write.mutate({ method: 'POST', path: '/tenants/', body }, { onSuccess: onMade })
  }
  const text = (field: 'name' | 'admin_name' | 'admin_email', label: string, type = 'text') => (
    <TextInput
      label={label}
      type={type}
      value={values[field]}
      required={field !== 'admin_name'}
      withAsterisk={false}
      {...(field === 'name' ? { 'data-autofocus': true } : {})}
      error={fieldError(write.error, field)}
      onChange={(event) => set(field)(event.currentTarget.value)}
    />
  )
  return (
    <FormDialog
      title={t`New tenant`}
      submitLabel={t`Make the tenant`}
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
      disabled={!slug || Boolean(told?.problem)}
      onSubmit={submit}
      onClose={onClose}
    >
      {text('name', t`Company`)}
      <TextInput
        label={t`Address`}
        description={<AddressHint told={told} />}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={slug}
        required
        withAsterisk={false}
        error={told?.problem || fieldError(write.error, 'slug')}
        onChange={(event) => setTyped(event.currentTarget.value.toLowerCase())}
      />
      {text('admin_name', t`Administrator's name`)}
      {text('admin_email', t`Administrator's e-mail`, 'email')}
      <Checkbox
        label={t`Mail the administrator an invitation`}
        description={t`With a link to choose a password. Otherwise a password is shown here, once.`}
        checked={invite}
        onChange={(event) => setInvite(event.currentTarget.checked)}
      />
      <PlanField choices={choices} value={values.plan} error={fieldError(write.error, 'plan')} onChange={set('plan')} />
      <Autocomplete
        label={t`Region`}
        description={t`Where its data shall lie, if you tell regions apart`}
        data={choices?.regions ?? []}
        value={values.region}
        error={fieldError(write.error, 'region')}
        onChange={set('region')}
      />
      <Checkbox
        label={t`Fill it with sample records`}
        checked={sample}
        onChange={(event) => setSample(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}
