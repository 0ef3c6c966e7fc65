import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core'

/** The page's own colour: a blue green that has contrast AA on both backgrounds. */
const ledger: MantineColorsTuple = [
  '#e6f7fa',
  '#d2eaef',
  '#a5d4dd',
  '#74bdcb',
  '#4faabb',
  '#389eb2',
  '#1f8298',
  '#0b7285',
  '#075e6f',
  '#03495a',
]

export const theme = createTheme({
  primaryColor: 'ledger',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  // What stands on the page's own colour has to be light on its dark shade and dark on its light one.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input)
    const own = input.variant === 'filled' && (input.color ?? input.theme.primaryColor) === input.theme.primaryColor
    return own ? { ...colours, color: 'var(--mantine-primary-color-contrast)' } : colours
  },
  colors: { ledger },
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  components: {
    // Of dialogs, drawers and notifications: the cross has a name.
    CloseButton: { defaultProps: { 'aria-label': 'Close' } },
    // The placeholder would be something without a name that takes the focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
  },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '22px' }, h2: { fontSize: '18px' }, h3: { fontSize: '15px' } },
  },
})
