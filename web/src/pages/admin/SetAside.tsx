import { Button, Table, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { asideQuery } from '../../api/admin'
import { useWhen } from '../../api/when'
import { Answer } from '../../ui/Answer'
import { Moment } from '../../ui/Moment'
import { bytes } from '../../ui/numbers'
import { Part } from '../settings/Part'
import classes from '../settings/Settings.module.css'

/** Records of the log that couldn't be applied: kept, and named here with the reason. */
export function SetAside() {
  const [limit, setLimit] = useState(100)
  const records = useQuery({ ...asideQuery(useWhen(), limit), placeholderData: keepPreviousData })
  return (
    <Part title="Records that were set aside">
      <Text size="sm" c="var(--rl-quiet)" mb="sm">
        Records of the log that this program couldn’t apply. They stay in the log: a rebuild by a program that
        understands them picks them up.
      </Text>
      <Answer of={records} what="Reading the records">
        {({ records: all }) =>
          (all ?? []).length === 0 ? (
            <Text size="sm">None: everything in the log was applied.</Text>
          ) : (
            <div className={classes.scroll}>
              <Table aria-label="Records" verticalSpacing={4} fz="sm">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>When</Table.Th>
                    <Table.Th>Where</Table.Th>
                    <Table.Th>Type</Table.Th>
                    <Table.Th>Size</Table.Th>
                    <Table.Th>Reason</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {(all ?? []).map((r) => (
                    <Table.Tr key={`${r.topic} ${r.partition} ${r.offset}`}>
                      <Table.Td>
                        <Moment at={r.at} />
                      </Table.Td>
                      <Table.Td>
                        {r.topic} {r.partition}/{r.offset}
                      </Table.Td>
                      <Table.Td>{r.type || '–'}</Table.Td>
                      <Table.Td>{bytes(r.size)}</Table.Td>
                      <Table.Td>
                        {r.reason}: {r.error}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              {(all ?? []).length === limit && limit < 10_000 && (
                <Button mt="sm" variant="default" onClick={() => setLimit(Math.min(limit * 4, 10_000))}>
                  Show more
                </Button>
              )}
            </div>
          )
        }
      </Answer>
    </Part>
  )
}
