import { useLocation, useNavigate } from '@tanstack/react-router'

/** The opened webhook in the address, so that a reload, Back and a link that is sent lead to it. */
export function useOpened() {
  const opened = useLocation({ select: (at) => (at.search as { webhook?: string }).webhook ?? null })
  const navigate = useNavigate()
  const open = (id: string | null) =>
    void navigate({ to: '.', search: (old) => ({ ...old, webhook: id ?? undefined }) as typeof old })
  return [opened, open] as const
}
