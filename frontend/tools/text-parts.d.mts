export function textParts(): Record<'first' | 'use' | 'later', Set<string>>
