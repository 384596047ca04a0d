import { t } from '@lingui/core/macro'
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import type { FocusEvent, MouseEvent } from 'react'
import type { Accent } from '@/shared/brand/accent'

/** A cool neutral scale; Mantine draws borders, hovers and secondary text from `gray` and `dark`. */
const gray: MantineColorsTuple = [
  '#fafafb',
  '#f4f4f6',
  '#ebebef',
  '#e1e1e7',
  '#d0d0d9',
  '#b0b1bd',
  '#8a8b99',
  '#6a6b78',
  '#40414d',
  '#1c1d24',
]
const dark: MantineColorsTuple = [
  '#e6e6ea',
  '#c3c4cc',
  '#a3a4b0',
  '#74757f',
  '#3f4049',
  '#303139',
  '#24252c',
  '#17181d',
  '#121317',
  '#0c0d10',
]

/** Without Mantine's own scroll area, which no key reaches, a long list would run out of the screen. */
const SCROLLED = { options: { maxHeight: 'min(300px, 45dvh)', overflowY: 'auto' as const } }

/**
 * Accessible names, contrast and focus that the components lack out of the box; axe guards each of them.
 * Made when the language is known, since the names are translated.
 */
export const makeTheme = (accent: Accent | null) =>
  createTheme({
    colors: { gray, dark, ...(accent ? { brand: accent.shades } : {}) },
    primaryColor: accent ? 'brand' : 'indigo',
    primaryShade: { light: 8, dark: 8 },
    autoContrast: true,
    luminanceThreshold: 0.3,
    cursorType: 'pointer',
    defaultRadius: 'md',
    respectReducedMotion: true,
    fontFamily: "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
    fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
    headings: {
      fontWeight: '600',
      sizes: {
        h1: { fontSize: '1.25rem', lineHeight: '1.4' },
        h2: { fontSize: '1rem', lineHeight: '1.4' },
        h3: { fontSize: '0.875rem', lineHeight: '1.4' },
      },
    },
    shadows: {
      md: '0 4px 16px rgb(16 17 24 / 8%), 0 1px 3px rgb(16 17 24 / 8%)',
      xl: '0 16px 48px rgb(16 17 24 / 18%), 0 2px 8px rgb(16 17 24 / 8%)',
    },
    components: {
      Button: { defaultProps: { size: 'sm', fw: 500 } },
      Alert: {
        styles: { title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } },
      },
      Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md' } },
      Popover: { defaultProps: { shadow: 'md' } },
      // The page itself never scrolls, so nothing is to be locked, for which the whole page is styled anew.
      Modal: {
        defaultProps: { closeButtonProps: { 'aria-label': t`Close` }, centered: true, lockScroll: false },
        styles: { title: { fontSize: 15, fontWeight: 600 } },
      },
      Drawer: { defaultProps: { closeButtonProps: { 'aria-label': t`Close` }, lockScroll: false } },
      Notification: {
        defaultProps: { closeButtonProps: { 'aria-label': t`Dismiss` } },
        styles: { description: { color: 'var(--mantine-color-text)' } },
      },
      Select: {
        styles: SCROLLED,
        defaultProps: {
          withScrollArea: false,
          size: 'sm',
          selectFirstOptionOnChange: true,
          // Typing searches anew instead of adding to the chosen value's name.
          onClick: (event: MouseEvent<HTMLInputElement>) => event.currentTarget.select(),
          onFocus: (event: FocusEvent<HTMLInputElement>) => event.currentTarget.select(),
        },
      },
      MultiSelect: {
        styles: SCROLLED,
        // It stays open for further choices: upwards it leaves the button that sends the form in reach.
        defaultProps: { withScrollArea: false, size: 'sm', comboboxProps: { position: 'top' } },
      },
      Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
      DateInput: { defaultProps: calendarNames() },
      DateTimePicker: { defaultProps: calendarNames() },
    },
  })

function calendarNames() {
  return {
    hideOutsideDates: true,
    ariaLabels: { nextMonth: t`Next month`, previousMonth: t`Previous month` },
  }
}

export const cssVariables =
  (accent: Accent | null): CSSVariablesResolver =>
  () => ({
    variables: {
      '--sidebar-width': '228px',
    },
    light: {
      '--mantine-color-body': '#ffffff',
      '--mantine-color-text': '#1c1d24',
      '--mantine-color-error': '#c92a2a',
      '--mantine-color-placeholder': '#666774',
      '--mantine-color-dimmed': '#5f606d',
      '--mantine-color-default-border': '#e1e1e7',
      '--surface-sunken': '#f7f7f9',
      '--surface-raised': '#ffffff',
      '--surface-hover': '#f1f1f5',
      '--surface-selected': '#eef1fe',
      '--line': '#e8e8ed',
      '--accent': '#3b4fc4',
      '--accent-soft': '#eef1fe',
      '--success': '#207a3c',
      '--warning': '#8f5600',
      '--danger': '#c92a2a',
      ...accent?.light,
    },
    dark: {
      '--mantine-color-body': '#17181d',
      '--mantine-color-text': '#e6e6ea',
      '--mantine-color-error': '#ffa8a8',
      '--mantine-color-placeholder': '#a3a4b0',
      '--mantine-color-dimmed': '#a9aab5',
      '--mantine-color-default-border': '#3a3b44',
      '--surface-sunken': '#121317',
      '--surface-raised': '#1f2026',
      '--surface-hover': '#25262d',
      '--surface-selected': '#262a45',
      '--line': '#2b2c34',
      '--accent': '#a5b1ff',
      '--accent-soft': '#262a45',
      '--success': '#7fd79a',
      '--warning': '#f0b860',
      '--danger': '#ffa8a8',
      ...accent?.dark,
    },
  })
