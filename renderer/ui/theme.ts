// Mantine with our type, corners and brand; colours proper are CSS variables in tokens.css.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = ['#e8f3f2', '#d0e5e3', '#a3cbc8', '#72afab', '#489690', '#2c827c', '#186a66', '#0b5351', '#084341', '#043130'];

export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", Consolas, monospace',
  colors: { brand },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 4 },
  defaultRadius: 10,
  respectReducedMotion: true,
  focusRing: 'always',
});
