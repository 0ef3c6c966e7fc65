import { Anchor, Badge, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { address, base } from '../../api/address'
import { healthQuery } from '../../api/admin'
import { useWhen } from '../../api/when'
import { Answer } from '../../ui/Answer'
import { Part } from '../settings/Part'

/** Which program runs here, and how it is. */
export function Server() {
  const health = useQuery(healthQuery(useWhen()))
  return (
    <Part title="Server">
      <Answer of={health} what="Asking the server how it is">
        {(h) => (
          <Table verticalSpacing={6} aria-label="Server" maw={760}>
            <Table.Tbody>
              <Table.Tr>
                <Table.Th w={180}>Version</Table.Th>
                <Table.Td data-value="version">{h.version}</Table.Td>
              </Table.Tr>
              <Table.Tr>
                <Table.Th>Address</Table.Th>
                <Table.Td>{base.href}</Table.Td>
              </Table.Tr>
              <Table.Tr>
                <Table.Th>State</Table.Th>
                <Table.Td data-value="ready">
                  <State ready={h.ready} /> {h.reason}
                </Table.Td>
              </Table.Tr>
              {h.parts.map((p) => (
                <Table.Tr key={p.name}>
                  <Table.Th fw={400} pl="xl">
                    {p.name}
                  </Table.Th>
                  <Table.Td>
                    <State ready={p.ready} /> {p.reason}
                  </Table.Td>
                </Table.Tr>
              ))}
              <Table.Tr>
                <Table.Th>What the log promises</Table.Th>
                <Table.Td>{h.guarantee}</Table.Td>
              </Table.Tr>
            </Table.Tbody>
          </Table>
        )}
      </Answer>
      <Text size="sm" c="var(--rl-quiet)" mt="md">
        For monitoring:{' '}
        <Anchor inherit underline="always" href={address('readyz')}>
          readyz
        </Anchor>
        ,{' '}
        <Anchor inherit underline="always" href={address('metrics')}>
          metrics
        </Anchor>{' '}
        (Prometheus). The API is described at{' '}
        <Anchor inherit underline="always" href={address('docs')}>
          docs
        </Anchor>
        .
      </Text>
    </Part>
  )
}

function State({ ready }: { ready: boolean }) {
  return (
    <Badge size="sm" variant="filled" color={ready ? 'teal.9' : 'red.8'}>
      {ready ? 'ready' : 'not ready'}
    </Badge>
  )
}
