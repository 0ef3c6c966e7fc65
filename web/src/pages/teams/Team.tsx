import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
import { body, type Schemas } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { teamQuery } from '../../api/people'
import { useWhen } from '../../api/when'
import { sessionQuery } from '../../signin/session'
import { Answer } from '../../ui/Answer'
import { useConfirm } from '../../ui/confirm'
import { useOfferUndo } from '../offerUndo'
import { PageBody } from '../PageBody'
import { Part } from '../settings/Part'
import { Members } from './Members'

/** One team: who is in it, as what. */
export default function Team() {
  const { team = '' } = useParams()
  const known = useQuery(teamQuery(useWhen(), team))
  return (
    <PageBody
      title={`Team ${team}`}
      actions={
        <Button size="sm" variant="default" component={Link} to={`/${team}`}>
          Projects of {team}
        </Button>
      }
    >
      <Answer of={known} what="Reading the team">
        {(t) => <Content team={t} />}
      </Answer>
    </PageBody>
  )
}

function Content({ team }: { team: Schemas['TeamAnswerBody'] }) {
  const { asOf } = useWhen()
  const { data: me } = useQuery(sessionQuery)
  const navigate = useNavigate()
  const [ask, dialog] = useConfirm()
  const offer = useOfferUndo()
  const mayAdminister = !asOf && (team.role === 'admin' || !!me?.admin)
  const remove = useChangeEverywhere(
    (api, _: undefined) => body(api.DELETE('/api/v1/teams/{team}', { params: { path: { team: team.name } } })),
    ['teams', 'projects', 'activity', 'settings'],
    {
      done: (done) => {
        navigate('/teams')
        offer(`Team ${team.name} is deleted`, undefined, done, () => navigate(`/teams/${team.name}`))
      },
    },
  )
  return (
    <>
      {dialog}
      <Part title="Members">
        <Members team={team} administer={mayAdminister} />
      </Part>
      {mayAdminister && (
        <Part title="Delete the team">
          <Text size="sm" c="var(--rl-quiet)" mb="sm">
            Its projects can’t be reached without it; an undo brings both back.
          </Text>
          <Button
            size="sm"
            color="red.8"
            loading={remove.isPending}
            onClick={() =>
              ask({
                title: `Delete team ${team.name}?`,
                text: 'Nobody can reach its projects or log to them from now on.',
                action: 'Delete team',
                danger: true,
                typed: team.name,
                act: () => remove.mutate(undefined),
              })
            }
          >
            Delete team
          </Button>
        </Part>
      )}
    </>
  )
}
