import { Code, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Entry } from '../../api/audit'
import { absolute } from '../../ui/times'
import classes from './Audit.module.css'
import { type FieldChange, valueText } from './changes'

/** What an action changed, field by field, and all that is known of it. */
export function Diff({ entry: e, changes }: { entry: Entry; changes: FieldChange[] }) {
  return (
    <div className={classes.details}>
      {changes.length > 0 ? (
        <Table className={classes.diff} aria-label="Before and after" layout="fixed" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="20%">Field</Table.Th>
              <Table.Th>Before</Table.Th>
              <Table.Th>After</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changes.map((c) => (
              <Table.Tr key={c.field}>
                <Table.Td>{c.field || 'value'}</Table.Td>
                <Table.Td className={c.before === undefined ? undefined : classes.before}>
                  <Value of={c.before} />
                </Table.Td>
                <Table.Td className={c.after === undefined ? undefined : classes.after}>
                  <Value of={c.after} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : (
        <Text size="sm" c="var(--rl-quiet)">
          {e.outcome === 'accepted' ? 'It changed no field.' : 'Nothing changed.'}
        </Text>
      )}
      <dl className={classes.facts}>
        <Fact name="When">{absolute(e.at)}</Fact>
        {e.client_time && <Fact name="Client’s clock">{absolute(e.client_time)}</Fact>}
        <Fact name="Type">{e.type}</Fact>
        <Fact name="Action">{e.offset}</Fact>
        <Fact name="Event">{e.id}</Fact>
        {e.key && <Fact name="API key">{e.key}</Fact>}
        {!!e.run && <Fact name="Run number">{e.run}</Fact>}
        {e.cause && <Fact name="Follows from">{e.cause}</Fact>}
      </dl>
      <details>
        <summary>What was asked for</summary>
        <Code block className={classes.asked}>
          {valueText(e.body) ?? ''}
        </Code>
      </details>
    </div>
  )
}

function Value({ of }: { of?: string }) {
  if (of === undefined) return <span className={classes.quiet}>–</span>
  return <pre className={classes.value}>{of === '' ? '(empty)' : of}</pre>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
