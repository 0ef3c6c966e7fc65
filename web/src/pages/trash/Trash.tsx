import { Anchor, Button, Group, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { body, type Schemas } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { useListed } from '../../api/pages'
import { type Project, trashedProjectsQuery } from '../../api/projects'
import { useWhen } from '../../api/when'
import { useConfirm } from '../../ui/confirm'
import { Empty } from '../../ui/Empty'
import { Moment } from '../../ui/Moment'
import { count } from '../../ui/numbers'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { useParam, whole } from '../../url/params'
import { useOfferUndo } from '../offerUndo'
import { PageBody } from '../PageBody'
import { PurgeProgress } from './PurgeProgress'
import classes from './Trash.module.css'

const projectsOf = (p: Schemas['TrashedProjectsBody']) => p.projects
const purgeParam = whole(0)
const pathOf = (p: Project) => ({ path: { entity: p.entity, project: p.name } })

/** The deleted projects that one may take out of the trash. */
export default function Trash() {
  const when = useWhen()
  const list = useInfiniteQuery(trashedProjectsQuery(when))
  const projects = useListed(list.data, projectsOf)
  const [purge, setPurge] = useParam('purge', purgeParam)
  const [ask, dialog] = useConfirm()
  const offer = useOfferUndo()
  const undelete = useChangeEverywhere(
    (api, p: Project) => body(api.POST('/api/v1/projects/{entity}/{project}/undelete', { params: pathOf(p) })),
    ['projects', 'activity', 'trash'],
    { done: (done, p) => offer(`${p.name} is back`, { entity: done.entity, project: done.name }, done) },
  )
  const erase = useChangeEverywhere(
    (api, p: Project) =>
      body(
        api.POST('/api/v1/projects/{entity}/{project}/purge', { params: { ...pathOf(p), query: { confirm: p.name } } }),
      ),
    ['trash'],
    { done: (done) => done.purge && setPurge(done.purge) },
  )
  const askToPurge = (p: Project) =>
    ask({
      title: `Purge ${p.name}?`,
      text: `The project, its ${count(p.runs + p.trash)} runs, workspaces and reports are erased for ever. It can’t be undone.`,
      action: 'Purge project',
      danger: true,
      typed: p.name,
      act: () => erase.mutate(p),
    })
  return (
    <PageBody title="Trash">
      {dialog}
      {purge > 0 && <PurgeProgress purge={purge} close={() => setPurge(0)} />}
      {list.isPending && <Waiting what="Looking into the trash" />}
      {list.isError && <Refused error={list.error} again={() => void list.refetch()} />}
      {list.data && projects.length === 0 && (
        <Empty title="No deleted projects">
          <Text c="var(--rl-quiet)">
            Projects that are deleted come here with everything in them, and can be taken out at any time, until they
            are purged. Deleted runs are in the trash of their project: <em>More › Trash</em> there.
          </Text>
        </Empty>
      )}
      {projects.length > 0 && (
        <section className={classes.box} style={{ flex: 'none' }} aria-label="Deleted projects">
          {projects.map((p) => (
            <div key={p.number} className={classes.project} data-project={p.name}>
              <div>
                <Text fw={600}>
                  <Anchor component={Link} to={`/${p.entity}`} inherit c="var(--rl-quiet)" fw={400}>
                    {p.entity}
                  </Anchor>{' '}
                  / {p.name}
                </Text>
                <Text size="sm" c="var(--rl-quiet)">
                  {count(p.runs)} {p.runs === 1 ? 'run' : 'runs'}, created <Moment at={p.created} />
                  {p.created_by && ` by ${p.created_by}`}
                </Text>
              </div>
              {!when.asOf && (
                <Group gap="xs">
                  <Button size="xs" variant="default" onClick={() => undelete.mutate(p)}>
                    Undelete
                  </Button>
                  <Button size="xs" variant="default" onClick={() => askToPurge(p)}>
                    Purge…
                  </Button>
                </Group>
              )}
            </div>
          ))}
        </section>
      )}
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </PageBody>
  )
}
