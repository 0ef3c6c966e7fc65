import { Alert, Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { body, type Schemas } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { asProblem } from '../../api/problem'
import { Part } from '../settings/Part'
import type { Made } from './Users'

/** Makes an account, for a person or a machine; its first API key is shown once. */
export function NewUser({ made }: { made: (m: Made) => void }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [admin, setAdmin] = useState(false)
  const [service, setService] = useState(false)
  const make = useChangeEverywhere(
    (api, user: Schemas['UserCreateBody']) => body(api.POST('/api/v1/users', { body: user })),
    ['users'],
    {
      quiet: true,
      done: (u) => {
        setName('')
        setEmail('')
        setAdmin(false)
        setService(false)
        if (u.api_key) {
          made({
            title: `The first API key of ${u.name}`,
            value: u.api_key,
            hint: u.service
              ? 'A service account has no password: it works with keys alone.'
              : 'To sign in here, the person needs a one-time address: see the user’s menu.',
          })
        }
      },
    },
  )
  const problem = make.error ? asProblem(make.error) : undefined
  return (
    <Part title="New user">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          make.mutate({
            name: name.trim(),
            ...(email && { email }),
            ...(admin && { admin }),
            ...(service && { service }),
          })
        }}
      >
        {problem && (
          <Alert color="red" role="alert" title={problem.detail} mb="sm">
            {[problem.hint, ...problem.errors.map((e) => e.message)].filter(Boolean).join(' ')}
          </Alert>
        )}
        <Group align="flex-end" gap="sm">
          <TextInput
            label="User name"
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            autoComplete="off"
          />
          <TextInput
            label="E-mail"
            type="email"
            value={email}
            onChange={(e) => setEmail(e.currentTarget.value)}
            autoComplete="off"
          />
          <Checkbox label="Administrator" checked={admin} onChange={(e) => setAdmin(e.currentTarget.checked)} mb={9} />
          <Checkbox
            label="Service account"
            checked={service}
            onChange={(e) => setService(e.currentTarget.checked)}
            mb={9}
          />
          <Button type="submit" loading={make.isPending} disabled={!name.trim()}>
            Create user
          </Button>
        </Group>
      </form>
    </Part>
  )
}
