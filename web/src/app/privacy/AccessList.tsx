import { ActionIcon, Button, Group, Select, Stack, Table, Text, TextInput, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useChange } from '../../api/change'
import { body, type Schemas } from '../../api/client'
import { accessQuery } from '../../api/overview'
import { useListed } from '../../api/pages'
import { useScope } from '../../api/scope'
import { useOfferUndo } from '../../pages/offerUndo'
import { Refused } from '../../ui/Refused'

type Role = Schemas['AccessGrantBody']['role']

const roles = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'member', label: 'Member' },
]
const at = '/api/v1/projects/{entity}/{project}/access/{user}'
const listed = (p: Schemas['AccessListBody']) => p.access

/** Who was invited to the project beside the entity's members; invites more. */
export function AccessList({ administer }: { administer: boolean }) {
  const scope = useScope()
  const list = useInfiniteQuery(accessQuery(scope))
  const people = useListed(list.data, listed)
  const offer = useOfferUndo()
  const grant = useChange(
    (s, to: { user: string; role: Role }) =>
      body(s.api.PUT(at, { params: { path: { ...s.path, user: to.user } }, body: { role: to.role } })),
    ['project', 'overview'],
    { done: (done, to) => offer(`${to.user} is a ${to.role} of this project`, scope.path, done) },
  )
  const revoke = useChange(
    (s, user: string) => body(s.api.DELETE(at, { params: { path: { ...s.path, user } } })),
    ['project', 'overview'],
    { done: (done, user) => offer(`${user} is no longer invited`, scope.path, done) },
  )
  if (list.isError) return <Refused error={list.error} again={() => void list.refetch()} />
  return (
    <Stack gap="sm">
      {people.length === 0 ? (
        <Text size="sm" c="var(--rl-quiet)">
          Nobody was invited to this project alone. A viewer may look, a member may log runs and edit, too.
        </Text>
      ) : (
        <Table verticalSpacing={4} aria-label="People who were invited">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Person</Table.Th>
              <Table.Th>Role</Table.Th>
              {administer && <Table.Th aria-label="Actions" />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {people.map((p) => (
              <Table.Tr key={p.user}>
                <Table.Td>{p.user}</Table.Td>
                <Table.Td>
                  {administer ? (
                    <Select
                      aria-label={`Role of ${p.user}`}
                      size="xs"
                      data={roles}
                      value={p.role}
                      allowDeselect={false}
                      onChange={(role) => grant.mutate({ user: p.user, role: role === 'member' ? 'member' : 'viewer' })}
                    />
                  ) : (
                    p.role
                  )}
                </Table.Td>
                {administer && (
                  <Table.Td ta="right">
                    <Tooltip label={`Take the invitation of ${p.user} back`}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={`Take the invitation of ${p.user} back`}
                        onClick={() => revoke.mutate(p.user)}
                      >
                        <IconTrash size={16} />
                      </ActionIcon>
                    </Tooltip>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {list.hasNextPage && (
        <Button size="xs" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
      {administer && <Invite busy={grant.isPending} invite={(user, role) => grant.mutate({ user, role })} />}
    </Stack>
  )
}

function Invite({ busy, invite }: { busy: boolean; invite: (user: string, role: Role) => void }) {
  const [user, setUser] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        if (!user.trim()) return
        invite(user.trim(), role)
        setUser('')
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Invite a person"
          placeholder="User name"
          value={user}
          onChange={(e) => setUser(e.currentTarget.value)}
          style={{ flex: 1, minWidth: 140 }}
        />
        <Select
          label="As"
          data={roles}
          value={role}
          allowDeselect={false}
          onChange={(v) => setRole(v === 'member' ? 'member' : 'viewer')}
          w={110}
        />
        <Button type="submit" variant="light" loading={busy} disabled={!user.trim()}>
          Invite
        </Button>
      </Group>
    </form>
  )
}
