import { useLingui } from '@lingui/react/macro'
import { CloseButton, TextInput } from '@mantine/core'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from '@/shared/shortcuts/registry'

interface Props {
  label: string
  value: string
  onChange: (text: string) => void
}

const PAUSE_MS = 250

/** Searches while one types, once the typing pauses. */
export function QuickSearch({ label, value, onChange }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => {
    if (text.trim() === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text.trim()
      onChange(text.trim())
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, onChange])
  useShortcuts([{ keys: '/', label: t`Search in the list`, group: t`List`, run: () => input.current?.focus() }])

  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      size="xs"
      flex="0 1 220px"
      miw={140}
      leftSection={<IconSearch size={14} stroke={1.8} aria-hidden />}
      rightSection={
        text && (
          <CloseButton
            size="xs"
            aria-label={t`Clear the search`}
            onClick={() => {
              setText('')
              input.current?.focus()
            }}
          />
        )
      }
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault()
          event.stopPropagation()
          if (text) setText('')
          else event.currentTarget.blur()
        }
      }}
    />
  )
}
