import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { onUse } from '../on-use/on-use'
import { useFocusBack } from '../on-use/use-focus-back'
import { useRefusedInView } from './focus-refused'

const LeaveDialog = onUse(() => import('./leave-dialog').then((m) => m.LeaveDialog))

interface Props {
  title: string
  submitLabel: string
  busy: boolean
  error?: string | undefined
  /** Where the reason of `error` can be done away with. */
  wayUp?: string | undefined
  size?: string | number
  /** Something is still missing. */
  disabled?: boolean
  onSubmit: (form: HTMLFormElement) => void
  onClose: () => void
  children: ReactNode
}

/** What its fields hold, chosen values and dates included: those have a hidden input, and tell nobody that they changed. */
const heldIn = (form: HTMLFormElement | null) =>
  Array.from(form?.querySelectorAll<HTMLInputElement>('input, textarea') ?? [], (one) => one.value)
    .filter(Boolean)
    .join('\n')

/** A dialog with a form. Closed by Esc, its cross or a click beside it, it asks before what was entered is lost. */
export function FormDialog({ title, submitLabel, busy, error, wayUp, size = 'md', disabled = false, ...rest }: Props) {
  const { onSubmit, onClose, children } = rest
  const { t } = useLingui()
  const form = useRef<HTMLFormElement>(null)
  useRefusedInView(form, busy)
  useFocusBack()
  const [typed, setTyped] = useState(false)
  const [asking, setAsking] = useState(false)
  // As it stood when it was first touched: what came by itself before that is nobody's work.
  const before = useRef<string | null>(null)
  const touch = () => {
    before.current ??= heldIn(form.current)
  }
  const leave = () => {
    const isChosen = before.current !== null && before.current !== heldIn(form.current)
    if (typed || isChosen) setAsking(true)
    else onClose()
  }
  return (
    // The question stands before the form: its Esc is not the form's.
    <Modal opened onClose={leave} closeOnEscape={!asking} title={title} size={size}>
      <form
        ref={form}
        noValidate
        onInput={() => setTyped(true)}
        onPointerDownCapture={touch}
        onKeyDownCapture={touch}
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit(event.currentTarget)
        }}
      >
        {error && (
          <Alert color="red" variant="light" role="alert" mb="sm">
            {error} {wayUp && <Link to={wayUp}>{t`Billing`}</Link>}
          </Alert>
        )}
        <Stack gap="sm">{children}</Stack>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={busy} disabled={disabled}>
            {submitLabel}
          </Button>
        </Group>
      </form>
      {asking && <LeaveDialog onStay={() => setAsking(false)} onLeave={onClose} />}
    </Modal>
  )
}
