import { Button, Group, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useChange } from '../../api/change'
import { body, type Schemas } from '../../api/client'
import { trashedRunsQuery } from '../../api/overview'
import { useListed } from '../../api/pages'
import { useMay } from '../../api/project'
import { useScope } from '../../api/scope'
import { useConfirm } from '../../ui/confirm'
import { Empty } from '../../ui/Empty'
import { count } from '../../ui/numbers'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { useParam, whole } from '../../url/params'
import { useOfferUndo } from '../offerUndo'
import { PageBody } from '../PageBody'
import { PurgeProgress } from './PurgeProgress'
import { TrashedRuns } from './TrashedRuns'

const runsOf = (p: Schemas['TrashedRunsBody']) => p.runs
const purgeParam = whole(0)
const at = '/api/v1/projects/{entity}/{project}'
type Batch = Schemas['RunBatchBody']

const runs = (n: number) => `${count(n)} ${n === 1 ? 'run' : 'runs'}`

/** The project's deleted runs: taken out again, or erased for ever. */
export default function ProjectTrash() {
  const scope = useScope()
  const may = useMay()
  const list = useInfiniteQuery(trashedRunsQuery(scope))
  const rows = useListed(list.data, runsOf)
  const total = list.data?.pages[0]?.total ?? 0
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const selected = rows.filter((r) => chosen.has(r.id)).map((r) => r.id)
  const [purge, setPurge] = useParam('purge', purgeParam)
  const [ask, dialog] = useConfirm()
  const offer = useOfferUndo()
  const touched = ['runs', 'run', 'overview', 'project', 'trash', 'panel-data', 'keys', 'files'] as const

  const undelete = useChange(
    (s, batch: Batch) => body(s.api.POST(`${at}/runs:undelete`, { params: { path: s.path }, body: batch })),
    [...touched],
    {
      done: (done) => {
        setChosen(new Set())
        offer(`${runs(done.count)} taken out of the trash`, scope.path, done)
      },
    },
  )
  const erase = useChange(
    (s, batch: Batch) => body(s.api.POST(`${at}/runs:purge`, { params: { path: s.path }, body: batch })),
    [...touched],
    {
      done: (done) => {
        setChosen(new Set())
        if (done.purge) setPurge(done.purge)
      },
    },
  )
  const batch: Batch = selected.length > 0 ? { runs: selected } : { all: true }
  const n = selected.length || total
  const which = selected.length > 0 ? runs(n) : `all ${runs(n)}`
  const askToPurge = () =>
    ask({
      title: `Purge ${which}?`,
      text: 'Their rows, charts and files are erased for ever. It can’t be undone, not even as of an earlier moment. Reports that show them keep what they show.',
      action: `Purge ${which}`,
      danger: true,
      typed: scope.project,
      act: () => erase.mutate(batch),
    })

  return (
    <PageBody
      title="Trash"
      fill
      actions={
        total > 0 && (
          <Group gap="xs">
            {may.edit && (
              <Button size="sm" variant="default" loading={undelete.isPending} onClick={() => undelete.mutate(batch)}>
                Undelete {which}
              </Button>
            )}
            {may.administer && (
              <Button size="sm" color="red.8" loading={erase.isPending} onClick={askToPurge}>
                Purge {which}…
              </Button>
            )}
          </Group>
        )
      }
    >
      {dialog}
      {purge > 0 && <PurgeProgress purge={purge} close={() => setPurge(0)} />}
      {list.isPending && <Waiting what="Looking into the trash" />}
      {list.isError && <Refused error={list.error} again={() => void list.refetch()} />}
      {list.data && total === 0 && (
        <Empty title="No deleted runs">
          <Text c="var(--rl-quiet)">
            Runs that are deleted come here with all their data, and can be taken out at any time, until they are
            purged.
          </Text>
        </Empty>
      )}
      {rows.length > 0 && (
        <TrashedRuns
          rows={rows}
          total={total}
          chosen={chosen}
          choose={setChosen}
          undelete={may.edit ? (id) => undelete.mutate({ runs: [id] }) : undefined}
          more={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
        />
      )}
    </PageBody>
  )
}
