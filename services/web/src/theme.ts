/** One deep green, one accent, much white; Sarabun at comfortable sizes. */
import { createTheme, type MantineColorsTuple } from '@mantine/core'

const pine: MantineColorsTuple = [
  '#e9f4ef',
  '#d3e7de',
  '#a6d1bf',
  '#76b99d',
  '#4aa07e',
  '#2a8464',
  '#146c4f',
  '#0b5d47',
  '#094c3a',
  '#063a2c',
]

const ember: MantineColorsTuple = [
  '#fdf1e7',
  '#f9e0cc',
  '#f2c09a',
  '#eaa068',
  '#dd8142',
  '#c76324',
  '#b3510f',
  '#9e430b',
  '#7f3609',
  '#602806',
]

export const theme = createTheme({
  colors: { pine, ember },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: 'Sarabun, "Noto Sans Thai", "Leelawadee UI", Thonburi, Tahoma, sans-serif',
  lineHeights: { xs: '1.5', sm: '1.55', md: '1.6', lg: '1.6', xl: '1.6' },
  fontSizes: { xs: '0.875rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
})
