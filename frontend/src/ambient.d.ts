declare module '*.po' {
  import type { Messages } from '@lingui/core'
  export const messages: Messages
}

declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  const Icon: typeof import('@tabler/icons-react').IconX
  export default Icon
}
