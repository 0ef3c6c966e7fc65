import { Autocomplete, Button, Group, Select } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useListed } from '../../api/pages'
import { type Role, usersQuery } from '../../api/people'
import { useWhen } from '../../api/when'
import { sessionQuery } from '../../signin/session'
import { roleOf, roles } from './roles'

const usersOf = (p: Schemas['UserListBody']) => p.users

/** Adds a person by name. Who may list the users gets them proposed. */
export function AddMember({ busy, add }: { busy: boolean; add: (user: string, role: Role) => void }) {
  const { data: me } = useQuery(sessionQuery)
  const users = useInfiniteQuery({ ...usersQuery(useWhen()), enabled: !!me?.admin })
  const known = useListed(users.data, usersOf)
  const [user, setUser] = useState('')
  const [role, setRole] = useState<Role>('member')
  return (
    <form
      style={{ flex: 1 }}
      onSubmit={(e) => {
        e.preventDefault()
        if (!user.trim()) return
        add(user.trim(), role)
        setUser('')
      }}
    >
      <Group align="flex-end" gap="xs">
        <Autocomplete
          label="Add a person"
          placeholder="User name"
          data={known.map((u) => u.name)}
          limit={20}
          value={user}
          onChange={setUser}
          style={{ flex: 1, minWidth: 160, maxWidth: 300 }}
        />
        <Select
          label="As"
          data={roles.map((r) => ({ value: r.name, label: r.title }))}
          value={role}
          allowDeselect={false}
          onChange={(r) => r && setRole(roleOf(r))}
          w={150}
        />
        <Button type="submit" variant="light" loading={busy} disabled={!user.trim()}>
          Add
        </Button>
      </Group>
    </form>
  )
}
