export function textParts(): Record<'first' | 'use' | 'later' | 'console', Set<string>>
