import { Button, Group, Select, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { body, type Schemas } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import type { Role } from '../../api/people'
import { useWhen } from '../../api/when'
import { sessionQuery } from '../../signin/session'
import { useConfirm } from '../../ui/confirm'
import { useOfferUndo } from '../offerUndo'
import { AddMember } from './AddMember'
import { roleOf, roles } from './roles'

const at = '/api/v1/teams/{team}/members/{user}'

/** The members with their roles; administrators change them, everybody may leave. */
export function Members({ team, administer }: { team: Schemas['TeamAnswerBody']; administer: boolean }) {
  const { asOf } = useWhen()
  const { data: me } = useQuery(sessionQuery)
  const navigate = useNavigate()
  const [ask, dialog] = useConfirm()
  const offer = useOfferUndo()
  const members = team.members ?? []
  const topics = ['teams', 'settings', 'projects', 'activity'] as const
  const path = (user: string) => ({ params: { path: { team: team.name, user } } })
  const set = useChangeEverywhere(
    (api, m: { user: string; role: Role }) => body(api.PUT(at, { ...path(m.user), body: { role: m.role } })),
    [...topics],
    { done: (done, m) => offer(`${m.user} is ${m.role} of ${team.name}`, undefined, done) },
  )
  const remove = useChangeEverywhere((api, user: string) => body(api.DELETE(at, path(user))), [...topics], {
    done: (done, user) => {
      offer(user === me?.name ? `You left ${team.name}` : `${user} is no longer in ${team.name}`, undefined, done)
      if (user === me?.name && !me.admin) navigate('/teams')
    },
  })
  const askToRemove = (user: string) => {
    const self = user === me?.name
    ask({
      title: self ? `Leave ${team.name}?` : `Remove ${user} from ${team.name}?`,
      text: self
        ? 'You lose sight of the team’s projects. An administrator can add you again.'
        : `${user} loses sight of the team’s projects. Runs that ${user} logged stay.`,
      action: self ? 'Leave team' : 'Remove member',
      danger: true,
      act: () => remove.mutate(user),
    })
  }
  return (
    <Stack gap="md">
      {dialog}
      <Text size="sm" c="var(--rl-quiet)">
        {roles.map((r) => `${r.title}: ${r.says}.`).join(' ')}
      </Text>
      <Table aria-label="Members" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Person</Table.Th>
            <Table.Th w={180}>Role</Table.Th>
            <Table.Th aria-label="Actions" w={110} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((m) => (
            <Table.Tr key={m.user} data-member={m.user}>
              <Table.Td>
                {m.user}
                {m.user === me?.name && (
                  <Text span c="var(--rl-quiet)">
                    {' '}
                    (you)
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {administer ? (
                  <Select
                    size="xs"
                    aria-label={`Role of ${m.user}`}
                    data={roles.map((r) => ({ value: r.name, label: r.title }))}
                    value={m.role ?? 'member'}
                    allowDeselect={false}
                    onChange={(role) => role && role !== m.role && set.mutate({ user: m.user, role: roleOf(role) })}
                  />
                ) : (
                  m.role
                )}
              </Table.Td>
              <Table.Td ta="right">
                {(administer || m.user === me?.name) && !asOf && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={m.user === me?.name ? 'Leave the team' : `Remove ${m.user}`}
                    onClick={() => askToRemove(m.user)}
                  >
                    {m.user === me?.name ? 'Leave' : 'Remove'}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {administer && (
        <Group>
          <AddMember busy={set.isPending} add={(user, role) => set.mutate({ user, role })} />
        </Group>
      )}
    </Stack>
  )
}
