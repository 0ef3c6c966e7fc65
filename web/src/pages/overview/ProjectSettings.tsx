import { ActionIcon, Anchor, Code, Modal, Stack, Table, Text, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useChange } from '../../api/change'
import { body } from '../../api/client'
import { projectSettingsQuery } from '../../api/overview'
import { useMay } from '../../api/project'
import { useScope } from '../../api/scope'
import { Answer } from '../../ui/Answer'
import { useOfferUndo } from '../offerUndo'

/** What is kept for all readers of the project, such as own columns of the table. */
export function ProjectSettings({ close }: { close: () => void }) {
  const scope = useScope()
  const may = useMay()
  const settings = useQuery(projectSettingsQuery(scope))
  const offer = useOfferUndo()
  const remove = useChange(
    (s, name: string) =>
      body(
        s.api.PATCH('/api/v1/projects/{entity}/{project}/settings', {
          params: { path: s.path },
          body: { remove: [name] },
        }),
      ),
    ['project', 'runs', 'workspace'],
    { done: (done, name) => offer(`${name} is removed`, scope.path, done) },
  )
  return (
    <Modal opened onClose={close} title="Project settings" size="lg">
      <Stack gap="sm">
        <Text size="sm">
          Settings that everybody who opens the project shares, such as columns that the runs table computes. Whether
          the code of runs is saved is up to who logs them:{' '}
          <Anchor component={Link} to="/settings" size="sm" underline="always">
            your settings
          </Anchor>
          , or <Code>save_code</Code> when a run begins.
        </Text>
        <Answer of={settings} what="Reading the settings">
          {(s) => {
            const all = Object.entries(s.settings).sort(([a], [b]) => a.localeCompare(b))
            if (all.length === 0) {
              return (
                <Text size="sm" c="var(--rl-quiet)">
                  Nothing is set. Own columns are added in the Table tab.
                </Text>
              )
            }
            return (
              <Table verticalSpacing={4}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Setting</Table.Th>
                    <Table.Th>Value</Table.Th>
                    {may.administer && <Table.Th aria-label="Actions" />}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {all.map(([name, value]) => (
                    <Table.Tr key={name}>
                      <Table.Td>{name}</Table.Td>
                      <Table.Td>
                        <Code style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(value)}</Code>
                      </Table.Td>
                      {may.administer && (
                        <Table.Td ta="right">
                          <Tooltip label={`Remove ${name}`}>
                            <ActionIcon
                              variant="subtle"
                              color="gray"
                              aria-label={`Remove ${name}`}
                              onClick={() => remove.mutate(name)}
                            >
                              <IconTrash size={16} />
                            </ActionIcon>
                          </Tooltip>
                        </Table.Td>
                      )}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )
          }}
        </Answer>
      </Stack>
    </Modal>
  )
}
