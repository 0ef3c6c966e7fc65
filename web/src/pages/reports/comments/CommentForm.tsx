import { Alert, Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../../api/change'
import { asProblem } from '../../../api/problem'
import { addComment } from '../../../api/reportChanges'
import type { Report } from '../../../api/reports'

/** Adds a comment. */
export function CommentForm({ report }: { report: Report }) {
  const [text, setText] = useState('')
  const add = useChange(addComment, ['reports'], { quiet: true, done: () => setText('') })
  const send = () => {
    if (text.trim() !== '' && !add.isPending) add.mutate({ report: report.id, text: text.trim() })
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
    >
      <Textarea
        aria-label="Your comment"
        placeholder="Add a comment"
        autosize
        minRows={2}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send()
        }}
      />
      {add.error && (
        <Alert color="red" title="The comment wasn’t stored" mt="xs" role="alert">
          {asProblem(add.error).detail}
        </Alert>
      )}
      <Group justify="flex-end" mt="xs">
        <Button size="compact-md" type="submit" loading={add.isPending} disabled={text.trim() === ''}>
          Comment
        </Button>
      </Group>
    </form>
  )
}
