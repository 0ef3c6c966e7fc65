import { Anchor, Badge, Table } from '@mantine/core'
import { Link } from 'react-router'
import type { Schemas } from '../../../api/client'
import { useScope } from '../../../api/scope'
import { runColour } from '../../../runs/colours'
import { Moment } from '../../../ui/Moment'
import headerClasses from '../header/Header.module.css'
import { stateColours } from '../header/states'
import { runPath } from '../runPath'
import type { Difference } from './difference'

export type Relative = { run: Schemas['RunsRow']; differs: Difference[] }

const shown = 6 // differences

/** Related runs, each with what is different in its config. */
export function RunList({ title, relatives }: { title: string; relatives: Relative[] }) {
  const scope = useScope()
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
              <span
                className={headerClasses.swatch}
                style={{ display: 'inline-block', width: 10, height: 10, marginRight: 6, background: runColour(run) }}
              />
              <Anchor size="sm" component={Link} to={runPath(scope, run.id)}>
                {run.name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <Badge size="sm" variant="light" color={stateColours[run.state] ?? 'gray'}>
                {run.state}
              </Badge>
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
