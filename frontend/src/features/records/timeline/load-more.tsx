import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'

interface Props {
  loading: boolean
  onMore: () => void
}

/** Loads on as soon as it comes near the screen; a button for whoever does not scroll. */
export function LoadMore({ loading, onMore }: Props) {
  const { t } = useLingui()
  const button = useRef<HTMLButtonElement>(null)
  const latest = useRef(onMore)
  latest.current = onMore
  useEffect(() => {
    if (!button.current || loading) return
    const watcher = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && latest.current(),
      { rootMargin: '400px' },
    )
    watcher.observe(button.current)
    return () => watcher.disconnect()
  }, [loading])
  return (
    <Button ref={button} variant="default" size="compact-md" loading={loading} onClick={onMore}>
      {t`Load more`}
    </Button>
  )
}
