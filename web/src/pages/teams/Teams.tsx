import { Anchor, Button, Group, Table, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { body, type Schemas } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { useListed } from '../../api/pages'
import { teamsQuery } from '../../api/people'
import { asProblem } from '../../api/problem'
import { useWhen } from '../../api/when'
import { sessionQuery } from '../../signin/session'
import { Empty } from '../../ui/Empty'
import { Moment } from '../../ui/Moment'
import { count } from '../../ui/numbers'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { PageBody } from '../PageBody'
import { Part } from '../settings/Part'
import classes from '../settings/Settings.module.css'

const teamsOf = (p: Schemas['TeamListBody']) => p.teams

/** The teams that one is in, and a new one. */
export default function Teams() {
  const when = useWhen()
  const list = useInfiniteQuery(teamsQuery(when))
  const teams = useListed(list.data, teamsOf)
  const { data: me } = useQuery(sessionQuery)
  return (
    <PageBody title={me?.admin ? 'All teams' : 'Your teams'}>
      {list.isPending && <Waiting what="Reading the teams" />}
      {list.isError && <Refused error={list.error} again={() => void list.refetch()} />}
      {list.data && teams.length === 0 && (
        <Empty title="You are in no team">
          <Text c="var(--rl-quiet)">
            A team shares projects among a few people: its members see them and log to them, nobody else knows of them.
            Make one here, and add people by their user names.
          </Text>
        </Empty>
      )}
      {teams.length > 0 && (
        <Part title="Teams">
          <div className={classes.scroll}>
            <Table aria-label="Teams" verticalSpacing={8}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Team</Table.Th>
                  <Table.Th>You are</Table.Th>
                  <Table.Th>Members</Table.Th>
                  <Table.Th>Created</Table.Th>
                  <Table.Th aria-label="Links" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {teams.map((t) => (
                  <Table.Tr key={t.name}>
                    <Table.Td>
                      <Anchor component={Link} to={`/teams/${t.name}`} inherit fw={600}>
                        {t.name}
                      </Anchor>
                    </Table.Td>
                    <Table.Td>{t.role || 'not in it'}</Table.Td>
                    <Table.Td>{count((t.members ?? []).length)}</Table.Td>
                    <Table.Td>
                      <Moment at={t.created} />
                    </Table.Td>
                    <Table.Td ta="right">
                      <Anchor component={Link} to={`/${t.name}`} inherit aria-label={`Projects of ${t.name}`}>
                        Projects
                      </Anchor>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
          {list.hasNextPage && (
            <Button
              mt="sm"
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Show more
            </Button>
          )}
        </Part>
      )}
      {!when.asOf && <NewTeam />}
    </PageBody>
  )
}

function NewTeam() {
  const [name, setName] = useState('')
  const [members, setMembers] = useState('')
  const navigate = useNavigate()
  const make = useChangeEverywhere(
    (api, team: Schemas['TeamCreateBody']) => body(api.POST('/api/v1/teams', { body: team })),
    ['teams', 'settings'],
    { quiet: true, done: (t) => navigate(`/teams/${t.name}`) },
  )
  const problem = make.error ? asProblem(make.error) : undefined
  return (
    <Part title="New team">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          const names = members.split(/[\s,]+/).filter(Boolean)
          make.mutate({ name: name.trim(), ...(names.length > 0 && { members: names }) })
        }}
      >
        <Group align="flex-start" gap="xs">
          <TextInput
            label="Name of the team"
            description="Letters, digits, - and _: it’s part of addresses."
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            error={problem && [problem.detail, problem.hint].filter(Boolean).join(' ')}
            style={{ flex: 1, minWidth: 200 }}
          />
          <TextInput
            label="Members"
            description="User names, with commas between; you are its administrator anyway."
            value={members}
            onChange={(e) => setMembers(e.currentTarget.value)}
            style={{ flex: 2, minWidth: 220 }}
          />
        </Group>
        <Button type="submit" mt="sm" size="sm" loading={make.isPending} disabled={!name.trim()}>
          Create team
        </Button>
      </form>
    </Part>
  )
}
