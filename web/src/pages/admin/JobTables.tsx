import { Table } from '@mantine/core'
import type { Schemas } from '../../api/client'
import { count } from '../../ui/numbers'

/** What a verification found, table by table. */
export function JobTables({ tables }: { tables: Schemas['ProjectionsComparison'][] }) {
  const differ = tables.filter((t) => !t.equal).length
  return (
    <details open={differ > 0}>
      <summary style={{ fontSize: 13 }}>
        {differ === 0 ? `All ${tables.length} tables are equal` : `${differ} of ${tables.length} tables differ`}
      </summary>
      <Table verticalSpacing={2} fz="sm" aria-label="Tables" maw={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Table</Table.Th>
            <Table.Th ta="right">Live rows</Table.Th>
            <Table.Th ta="right">Rows of the log</Table.Th>
            <Table.Th>Equal</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tables.map((t) => (
            <Table.Tr key={t.table}>
              <Table.Td>{t.table}</Table.Td>
              <Table.Td ta="right">{count(t.live_rows)}</Table.Td>
              <Table.Td ta="right">{count(t.rebuilt_rows)}</Table.Td>
              <Table.Td>{t.equal ? 'yes' : `no${t.note ? `: ${t.note}` : ''}`}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  )
}
