import { Button, Text } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { Markdown } from '../../markdown/Markdown'
import { Box } from './Box'
import { DescriptionEditor } from './DescriptionEditor'
import classes from './Overview.module.css'

/** What the project is about, in Markdown; with an editor in its place. */
export function Description({ text, may }: { text: string; may: boolean }) {
  const [editing, setEditing] = useState(false)
  if (editing && may) {
    return (
      <Box title="Description">
        <DescriptionEditor text={text} close={() => setEditing(false)} />
      </Box>
    )
  }
  const edit = may && (
    <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={14} />} onClick={() => setEditing(true)}>
      Edit
    </Button>
  )
  return (
    <Box title="Description" action={edit}>
      {text ? (
        <div className={classes.markdown} data-description>
          <Markdown text={text} />
        </div>
      ) : (
        <Text size="sm" c="var(--rl-quiet)">
          {may
            ? 'Nothing yet. Say what is being tried, on which data, and what counts as good: Markdown is rendered here.'
            : 'There is no description.'}
        </Text>
      )}
    </Box>
  )
}
