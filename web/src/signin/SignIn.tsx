import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, body } from '../api/client'
import { asProblem } from '../api/problem'
import { Logo } from '../ui/Logo'
import { sessionQuery } from './session'

/** The form for name and password. */
export function SignIn() {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => body(api.POST('/api/v1/session', { body: { name, password } })),
    onSuccess: (who) => {
      queries.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' })
      queries.setQueryData(sessionQuery.queryKey, who)
    },
  })
  useEffect(() => {
    document.title = 'Sign in · runledger'
    return () => {
      document.title = 'runledger'
    }
  }, [])
  const problem = signIn.error ? asProblem(signIn.error) : null
  return (
    <main style={{ display: 'grid', placeItems: 'center', minHeight: '100vh', padding: 16 }}>
      <Paper withBorder p="xl" w="100%" maw={380}>
        <form
          onSubmit={(e) => {
            e.preventDefault()
            signIn.mutate()
          }}
        >
          <Stack>
            <Logo />
            <Title order={1}>Sign in</Title>
            {problem && (
              <Alert color="red" role="alert" title={problem.detail}>
                {problem.hint}
              </Alert>
            )}
            <TextInput
              label="User name"
              autoComplete="username"
              required
              withAsterisk={false}
              autoFocus
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(e) => setPassword(e.currentTarget.value)}
            />
            <Button type="submit" loading={signIn.isPending}>
              Sign in
            </Button>
            <Text size="sm" c="var(--rl-quiet)">
              No password yet? The first start prints an address that signs you in once; an administrator can make one
              for you: <code>POST /api/v1/users/NAME/login</code>. Set a password in your settings then.
            </Text>
          </Stack>
        </form>
      </Paper>
    </main>
  )
}
