import { Textarea, type TextareaProps } from '@mantine/core'
import type { CSSProperties } from 'react'
import classes from './growing-textarea.module.css'

interface Props extends Omit<TextareaProps, 'autosize' | 'minRows' | 'maxRows' | 'rows' | 'classNames' | 'style'> {
  minRows?: number
  maxRows?: number
  inputClass?: string | undefined
}

/**
 * As high as its text, from `minRows` to `maxRows` lines. The style sheet does that: measuring it by script lays the
 * whole page out at every key. Where a browser can't, it is as high as `minRows` and is pulled larger by hand.
 */
export function GrowingTextarea({ minRows = 1, maxRows = 12, inputClass = '', ...rest }: Props) {
  const rows = { '--min-rows': minRows, '--max-rows': maxRows } as CSSProperties
  return (
    <Textarea
      {...rest}
      rows={minRows}
      resize="vertical"
      classNames={{ input: `${classes.input} ${inputClass}` }}
      style={rows}
    />
  )
}
