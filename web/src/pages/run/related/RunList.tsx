import { Anchor, Table } from '@mantine/core'
import { Link } from 'react-router'
import type { RunLike } from '../../../api/run'
import { RunColour } from '../../../runs/RunColour'
import { RunState } from '../../../runs/RunState'
import { useRunLink } from '../../../runs/useRunLink'
import { Moment } from '../../../ui/Moment'
import type { Difference } from './difference'

export type Relative = { run: RunLike['run']; differs: Difference[] }

const shown = 6 // differences

/** Related runs, each with what is different in its config. */
export function RunList({ title, relatives }: { title: string; relatives: Relative[] }) {
  const link = useRunLink()
  return (
    <Table verticalSpacing={4} fz="sm" aria-label={title} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="28%">Run</Table.Th>
          <Table.Th w={110}>State</Table.Th>
          <Table.Th w={140}>Created</Table.Th>
          <Table.Th>Its config differs in</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {relatives.map(({ run, differs }) => (
          <Table.Tr key={run.id} data-run={run.id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <RunColour run={run} />{' '}
              <Anchor size="sm" component={Link} to={link(run.id)}>
                {run.name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <RunState state={run.state} />
            </Table.Td>
            <Table.Td>
              <Moment at={run.created} />
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              {differs.length === 0 && <span style={{ color: 'var(--rl-quiet)' }}>nothing</span>}
              {differs.slice(0, shown).map((d) => (
                <div key={d.key}>
                  <code>{d.key}</code>: {d.theirs} <span style={{ color: 'var(--rl-quiet)' }}>(here {d.mine})</span>
                </div>
              ))}
              {differs.length > shown && `and ${differs.length - shown} more`}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
