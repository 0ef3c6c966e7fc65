import { Alert, Button, Text } from '@mantine/core'
import { type RunSetChange, useRunSet, useRunSetChange } from './useRunSet'

/** What is stored about a run set and can't be used: said in its place, with the way out. */
export function RunSetFaults({ workspace, editable }: { workspace: string; editable: boolean }) {
  const { runSet } = useRunSet(workspace)
  const { mutate } = useRunSetChange(workspace)
  return (runSet?.errors ?? []).map(({ field, message }) => {
    const name = field.split(/[.[]/)[0] ?? field
    return (
      <Alert key={`${field} ${message}`} color="red" p="xs" title={`The ${name} can’t be used`} role="alert">
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        {editable && (
          <Button size="compact-xs" variant="light" color="red" mt={4} onClick={() => mutate(without(name))}>
            Remove the {name}
          </Button>
        )}
      </Alert>
    )
  })
}

function without(name: string): RunSetChange {
  if (name === 'search' || name === 'search_mode') return { search: null, search_mode: null }
  return { [name]: null }
}
