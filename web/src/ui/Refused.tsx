import { Alert, Button, Code, Group, Text } from '@mantine/core'
import { asProblem } from '../api/problem'

/** An error of the server in place of what was asked for: what it is and what to do. */
export function Refused({ error, again }: { error: unknown; again?: () => void }) {
  const p = asProblem(error)
  const title = p.status === 404 ? 'There’s nothing here' : p.status === 403 ? 'You may not do this' : p.detail
  return (
    <Alert color={p.status === 404 ? 'gray' : 'red'} title={title} m="md" role="alert">
      {title !== p.detail && <Text size="sm">{p.detail}</Text>}
      {p.hint && <Text size="sm">{p.hint}</Text>}
      {p.errors.map((e) => (
        <Text size="sm" key={`${e.location} ${e.message}`}>
          {e.location}: {e.message}
        </Text>
      ))}
      <Group mt="xs" gap="xs">
        {again && (
          <Button size="xs" variant="light" onClick={again}>
            Try again
          </Button>
        )}
        {p.requestId && p.status >= 500 && <Code>request {p.requestId}</Code>}
      </Group>
    </Alert>
  )
}
