import type { Plugin } from 'vite'

export function catalogueParts(): Plugin
