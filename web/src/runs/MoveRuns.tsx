import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { body } from '../api/client'
import { useNow } from '../api/scope'
import type { RunRow } from '../api/workspace'
import { Answer } from '../ui/Answer'
import { count } from '../ui/numbers'
import { useRunChanges } from './useRunChanges'

/** Moves runs to another project: they keep their ids, numbers and data. */
export function MoveRuns({ runs, onClose }: { runs: Pick<RunRow, 'id' | 'name'>[]; onClose: () => void }) {
  const now = useNow()
  const { move } = useRunChanges()
  const [to, setTo] = useState<string | null>(null)
  const projects = useQuery({
    queryKey: ['projects', 'to move to'],
    queryFn: ({ signal }) => body(now.api.GET('/api/v1/projects', { params: { query: { limit: 1000 } }, signal })),
  })
  const what = runs.length === 1 ? (runs[0]?.name ?? '') : `${count(runs.length)} runs`
  return (
    <Modal opened onClose={onClose} title={`Move ${what}`} centered>
      <Answer of={projects} what="Reading the projects">
        {(list) => (
          <form
            onSubmit={(e) => {
              e.preventDefault()
              const [entity, project] = (to ?? '').split('/')
              if (!entity || !project) return
              move(
                runs.map((r) => r.id),
                { entity, project },
              )
              onClose()
            }}
          >
            <Stack>
              <Select
                label="To project"
                placeholder="entity/project"
                searchable
                data={(list.projects ?? [])
                  .map((p) => `${p.entity}/${p.name}`)
                  .filter((p) => p !== `${now.entity}/${now.project}`)}
                value={to}
                onChange={setTo}
                nothingFoundMessage="There’s no such project that you can see."
                data-autofocus
              />
              <Text size="sm" c="var(--rl-quiet)">
                They keep their ids and data. Who may see the other project sees them then.
              </Text>
              <Group justify="flex-end">
                <Button variant="default" onClick={onClose}>
                  Cancel
                </Button>
                <Button type="submit" disabled={!to}>
                  Move
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Answer>
    </Modal>
  )
}
