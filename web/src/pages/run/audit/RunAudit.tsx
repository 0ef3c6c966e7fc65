import { Button, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMay } from '../../../api/project'
import { type OneRun, runAuditQuery } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { Empty } from '../../../ui/Empty'
import { Moment } from '../../../ui/Moment'
import { useUndo } from '../../../undo/useUndo'
import { wordsOf } from '../../../undo/words'
import { changesOf } from './changes'

/** Who did what to this run, newest first. */
export default function RunAudit({ one }: { one: OneRun }) {
  const scope = useScope()
  const may = useMay()
  const undo = useUndo()
  const pages = useInfiniteQuery(runAuditQuery(scope, one.row.number))
  const rows = pages.data?.pages.flatMap((p) => p.rows ?? []) ?? []
  return (
    <Answer of={pages} what="Reading the audit trail">
      {() =>
        rows.length === 0 ? (
          <Empty title="Nothing was decided about this run">
            Renames, tags, notes, stops and the like are listed here.
          </Empty>
        ) : (
          <>
            <Table verticalSpacing={4} mt="sm" fz="sm" stickyHeader aria-label="Audit trail of the run">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={150}>When</Table.Th>
                  <Table.Th w={140}>Who</Table.Th>
                  <Table.Th w={180}>What</Table.Th>
                  <Table.Th>Change</Table.Th>
                  <Table.Th w={90} aria-label="Undo" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((r) => (
                  <Table.Tr key={r.offset} data-type={r.type}>
                    <Table.Td>
                      <Moment at={r.at} />
                    </Table.Td>
                    <Table.Td>{r.actor}</Table.Td>
                    <Table.Td>
                      {wordsOf(r.type)}
                      {r.outcome !== 'accepted' && (
                        <Text span size="xs" c="var(--rl-quiet)">
                          {' '}
                          ({r.outcome})
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td style={{ overflowWrap: 'anywhere' }}>
                      {r.reason ?? changesOf(r.before, r.after).map((line) => <div key={line}>{line}</div>)}
                    </Table.Td>
                    <Table.Td>
                      {may.edit && r.outcome === 'accepted' && r.actor_kind === 'user' && (
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          aria-label={`Undo: ${wordsOf(r.type)}`}
                          loading={undo.isPending && undo.variables === r.offset}
                          onClick={() => undo.mutate(r.offset)}
                        >
                          Undo
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {pages.hasNextPage && (
              <Button
                variant="subtle"
                size="xs"
                loading={pages.isFetchingNextPage}
                onClick={() => void pages.fetchNextPage()}
              >
                Earlier ones
              </Button>
            )}
          </>
        )
      }
    </Answer>
  )
}
