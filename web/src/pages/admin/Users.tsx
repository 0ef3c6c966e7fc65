import { Badge, Button, Table, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useEveryPage, useListed } from '../../api/pages'
import { usersQuery } from '../../api/people'
import { useWhen } from '../../api/when'
import { Moment } from '../../ui/Moment'
import { count } from '../../ui/numbers'
import { Refused } from '../../ui/Refused'
import { Waiting } from '../../ui/Waiting'
import { text, useParam } from '../../url/params'
import { Secret } from '../Secret'
import { Part } from '../settings/Part'
import classes from '../settings/Settings.module.css'
import { NewUser } from './NewUser'
import { UserMenu } from './UserMenu'

const usersOf = (p: Schemas['UserListBody']) => p.users
const searchParam = text()
const shownAtOnce = 200

/** A secret that was just made for a user. */
export type Made = { title: string; value: string; hint?: string }

/** Everybody with an account: people and machines. */
export function Users() {
  const when = useWhen()
  const list = useInfiniteQuery(usersQuery(when))
  useEveryPage(list)
  const users = useListed(list.data, usersOf)
  const [search, setSearch] = useParam('q', searchParam)
  const [most, setMost] = useState(shownAtOnce)
  const [made, setMade] = useState<Made>()
  const found = users.filter((u) => `${u.name} ${u.email ?? ''}`.toLowerCase().includes(search.toLowerCase()))
  return (
    <>
      {made && <Secret {...made} />}
      {!when.asOf && <NewUser made={setMade} />}
      <Part title={`Users (${count(users.length)})`}>
        <TextInput
          aria-label="Search users"
          placeholder="Search by name or e-mail"
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value, { replace: true })}
          maw={320}
          mb="sm"
        />
        {list.isPending && <Waiting what="Reading the users" />}
        {list.isError && <Refused error={list.error} again={() => void list.refetch()} />}
        {users.length > 0 && (
          <div className={classes.scroll}>
            <Table aria-label="Users" verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>E-mail</Table.Th>
                  <Table.Th>Kind</Table.Th>
                  <Table.Th>Created</Table.Th>
                  <Table.Th aria-label="Actions" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {found.slice(0, most).map((u) => (
                  <Table.Tr key={u.name} data-user={u.name}>
                    <Table.Td fw={600}>{u.name}</Table.Td>
                    <Table.Td>{u.email || '–'}</Table.Td>
                    <Table.Td>
                      {u.admin && (
                        <Badge size="sm" color="ledger.8" mr={4}>
                          administrator
                        </Badge>
                      )}
                      {u.service ? (
                        <Badge size="sm" color="gray.7">
                          service account
                        </Badge>
                      ) : (
                        !u.admin && 'person'
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Moment at={u.created} />
                    </Table.Td>
                    <Table.Td ta="right">{!when.asOf && <UserMenu user={u} made={setMade} />}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
        {found.length > most && (
          <Button mt="sm" variant="default" onClick={() => setMost(most + shownAtOnce)}>
            Show more of {count(found.length)}
          </Button>
        )}
      </Part>
    </>
  )
}
