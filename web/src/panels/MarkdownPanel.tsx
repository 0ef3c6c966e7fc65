import { Box, Button } from '@mantine/core'
import { useState } from 'react'
import { Markdown } from '../markdown/Markdown'
import { NoRuns } from './NoRuns'
import type { PanelViewProps } from './PanelView'

/** As much text as is shown at once: what is longer makes typing and scrolling slow. */
const most = 20_000

/** The text of a markdown panel. */
export default function MarkdownPanel({ data }: PanelViewProps) {
  const [all, setAll] = useState(false)
  const text = data.text ?? ''
  if (text.trim() === '') return <NoRuns data={data} what="No text yet" />
  return (
    <Box px="sm" py={6} fz="sm">
      <Markdown text={all ? text : text.slice(0, most)} />
      {text.length > most && !all && (
        <Button size="compact-xs" variant="light" onClick={() => setAll(true)}>
          Show all {Math.ceil(text.length / 1000)} kB
        </Button>
      )}
    </Box>
  )
}
