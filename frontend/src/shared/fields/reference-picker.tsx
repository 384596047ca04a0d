import { useLingui } from '@lingui/react/macro'
import { CloseButton, Combobox, InputBase, Loader, useCombobox } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useObject } from '@/shared/api/catalogue'
import type { Reference } from '@/shared/api/types'
import { useDebounced } from '@/shared/lib/use-debounced'
import { Monogram } from '@/shared/ui/monogram'
import classes from './reference-picker.module.css'
import { type Option, optionsQuery, pipelinesQuery } from './targets'

interface Props {
  target: string
  value: Reference | null
  onChange: (value: Reference | null) => void
  label?: ReactNode
  ariaLabel?: string | undefined
  error?: ReactNode
  description?: ReactNode
  required?: boolean
  autoFocus?: boolean
  /** Stages are those of one pipeline. */
  pipeline?: string | undefined
  /** A record that can't be meant, such as the one that refers. */
  without?: string
  onBlur?: () => void
  id?: string
}

function useOptions(target: string, text: string, pipeline: string | undefined, enabled: boolean) {
  const titleField = useObject(target)?.title_field ?? 'name'
  const isStage = target === 'stages'
  const stages = useQuery({ ...pipelinesQuery, enabled: enabled && isStage })
  const others = useQuery({
    ...optionsQuery(target, titleField, text),
    enabled: enabled && !isStage,
    placeholderData: keepPreviousData,
  })
  if (!isStage) return { options: others.data ?? [], busy: others.isFetching, failed: others.isError }
  const of = stages.data?.filter((one) => !pipeline || one.id === pipeline) ?? []
  const options: Option[] = of
    .flatMap((one) => one.stages.map((stage) => ({ ...stage, detail: of.length > 1 ? one.name : undefined })))
    .filter((stage) => !stage.retired && stage.name.toLowerCase().includes(text.toLowerCase()))
  return { options, busy: stages.isFetching, failed: stages.isError }
}

/** Searches the records that a reference may point at, while one types. */
export function ReferencePicker({ target, value, onChange, ariaLabel, pipeline, without, ...input }: Props) {
  const { t } = useLingui()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [text, setText] = useState<string | null>(null)
  const settled = useDebounced((text ?? '').trim(), 200)
  const found = useOptions(target, settled, pipeline, combobox.dropdownOpened)
  const { busy, failed } = found
  const options = found.options.filter((option) => option.id !== without)

  const choose = (id: string) => {
    const chosen = options.find((option) => option.id === id)
    if (chosen) onChange({ id: chosen.id, name: chosen.name })
    setText(null)
    combobox.closeDropdown()
  }
  const leave = () => {
    setText(null)
    combobox.closeDropdown()
    input.onBlur?.()
  }
  return (
    <Combobox store={combobox} position="bottom-start" onOptionSubmit={choose}>
      <Combobox.Target>
        <InputBase
          {...input}
          aria-label={ariaLabel}
          withAsterisk={input.required ?? false}
          required={false}
          placeholder={t`Search…`}
          value={text ?? value?.name ?? (value ? t`Not visible to you` : '')}
          rightSectionPointerEvents="all"
          rightSection={
            busy && combobox.dropdownOpened ? (
              <Loader size={14} aria-hidden />
            ) : (
              value && (
                <CloseButton
                  size="sm"
                  aria-label={t`Clear`}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => onChange(null)}
                />
              )
            )
          }
          onChange={(event) => {
            setText(event.currentTarget.value)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={(event) => {
            event.currentTarget.select()
            combobox.openDropdown()
          }}
          onBlur={leave}
          autoComplete="off"
          data-autofocus={input.autoFocus || undefined}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown}>
        <Combobox.Options className={classes.options}>
          {options.map((option) => (
            <Combobox.Option key={option.id} value={option.id} active={option.id === value?.id}>
              <span className={classes.option}>
                {target !== 'stages' && (
                  <Monogram name={option.name || '?'} size="xs" round={target === 'users'} of={option.id} />
                )}
                <span className="truncate">{option.name}</span>
                {option.detail && <span className={`${classes.detail} truncate`}>{option.detail}</span>}
              </span>
            </Combobox.Option>
          ))}
          {options.length === 0 && (
            <Combobox.Empty>
              {failed ? t`The list could not be loaded.` : busy ? t`Searching…` : t`Nothing found.`}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
