import { setNonce } from 'get-nonce'

/** The response's CSP nonce; browsers hide it from `content`, so it is read from the element's `nonce`. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.nonce ?? ''

// react-remove-scroll (inside dialogs) injects its style element through get-nonce.
setNonce(nonce)
