import { IconChartLine, IconPhoto, IconTable, IconTextSize } from '@tabler/icons-react'

/** The kinds of blocks that can be added, in the order in which they're offered. */
export const kinds = [
  { kind: 'markdown', name: 'Text', about: 'Markdown, with a preview', Icon: IconTextSize },
  { kind: 'panel_grid', name: 'Panels', about: 'Charts of runs', Icon: IconChartLine },
  { kind: 'run_set', name: 'Runs', about: 'A table of runs or groups', Icon: IconTable },
  { kind: 'image', name: 'Image', about: 'From a file; paste and drop work, too', Icon: IconPhoto },
] as const

export type Kind = (typeof kinds)[number]['kind']
