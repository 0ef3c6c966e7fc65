import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client'
import { useEveryPage, useListed } from '../../api/pages'
import { type Project, projectsQuery } from '../../api/projects'
import { useNow } from '../../api/scope'

const when = { api }
const ofPage = (page: { projects: Project[] | null }) => page.projects

/** Asks where many runs go. */
export default function MoveRuns(p: {
  count: number
  pending: boolean
  close: () => void
  go: (entity: string, project: string) => void
}) {
  const now = useNow()
  const [target, setTarget] = useState<string | null>(null)
  const list = useInfiniteQuery(projectsQuery(when))
  useEveryPage(list)
  const projects = useListed(list.data, ofPage)
  const names = projects
    .map((one) => `${one.entity}/${one.name}`)
    .filter((name) => name !== `${now.entity}/${now.project}`)
  return (
    <Modal
      opened
      onClose={p.close}
      title={`Move ${p.count.toLocaleString('en')} ${p.count === 1 ? 'run' : 'runs'}`}
      centered
    >
      <form
        onSubmit={(e) => {
          e.preventDefault()
          const slash = (target ?? '').indexOf('/')
          if (target) p.go(target.slice(0, slash), target.slice(slash + 1))
        }}
      >
        <Stack>
          <Select
            label="To the project"
            placeholder="Search projects"
            searchable
            limit={100}
            data={names}
            value={target}
            onChange={setTarget}
            nothingFoundMessage="No other project of that name"
            data-autofocus
          />
          <Text size="sm" c="var(--rl-quiet)">
            Runs keep their ids, numbers and data. Undo brings them back.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={p.close}>
              Cancel
            </Button>
            <Button type="submit" loading={p.pending} disabled={!target}>
              Move
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
