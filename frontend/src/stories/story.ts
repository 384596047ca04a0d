import type { ReactNode } from 'react'

/** The states of a component, by name. Every `*.stories.tsx` exports one as `stories`. */
export interface StoryFile {
  of: string
  states: Record<string, () => ReactNode>
}

const files = import.meta.glob<{ stories: StoryFile }>('../**/*.stories.tsx', { eager: true })

export const storyFiles = Object.values(files)
  .map((file) => file.stories)
  .sort((a, b) => a.of.localeCompare(b.of))
