import { Tooltip, type TooltipProps } from '@mantine/core'

interface Props extends Pick<TooltipProps, 'target' | 'onPointerEnter' | 'onPointerLeave'> {
  /** Of the words: what they are said of is described by them. */
  id: string
  label: string
}

/** Stands at its target until it is taken away. One may point at its words, too. */
export function TipBubble({ id, label, ...rest }: Props) {
  return <Tooltip opened multiline interactive maw={280} label={<span id={id}>{label}</span>} {...rest} />
}
