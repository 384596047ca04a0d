import { useLingui } from '@lingui/react/macro'
import type { Operation } from './operations-api'

/** Kinds, states and steps of operations, in words and colours. */
export function useOperationWords() {
  const { t } = useLingui()
  const kinds: Record<Operation['kind'], string> = {
    export: t`Export`,
    restore: t`Restore`,
    clone: t`Sandbox`,
    confirm: t`Former copy removed`,
    take_back: t`Restore taken back`,
    erase: t`Erasure`,
    move: t`Move`,
    rollout: t`Migration`,
  }
  const states: Record<Operation['state'], { label: string; color: string }> = {
    waiting: { label: t`Waiting`, color: 'gray' },
    running: { label: t`Running`, color: 'blue' },
    done: { label: t`Done`, color: 'green' },
    failed: { label: t`Failed`, color: 'red' },
  }
  const steps: Record<string, string> = {
    rows: t`Copying rows`,
    files: t`Copying files`,
    schema: t`Making tables`,
    checking: t`Comparing tables`,
    swapping: t`Swapping`,
    migrating: t`Migrating`,
    completing: t`Completing`,
    removing: t`Removing`,
    erasing: t`Erasing`,
  }
  return { kinds, states, stepOf: (operation: Operation) => steps[operation.step] ?? operation.step }
}
