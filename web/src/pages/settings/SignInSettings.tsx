import { Alert, Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { address } from '../../api/address'
import { body } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { asProblem } from '../../api/problem'
import { sessionQuery } from '../../signin/session'
import { useConfirm } from '../../ui/confirm'
import { Part } from './Part'

/** The password, and where one is signed in. */
export function SignInSettings() {
  const { data: me } = useQuery(sessionQuery)
  if (me?.service) return null
  return (
    <>
      <Part title="Password">
        <Password />
      </Part>
      <Part title="Sessions">
        <Everywhere />
      </Part>
    </>
  )
}

function Password() {
  const { data: me } = useQuery(sessionQuery)
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const set = useChangeEverywhere(
    (api, p: { current?: string; new: string }) => body(api.PUT('/api/v1/me/password', { body: p })),
    [],
    {
      quiet: true,
      done: () => {
        setCurrent('')
        setNext('')
        setAgain('')
        notifications.show({ message: 'Your password is set. Your other sessions have ended.' })
      },
    },
  )
  const problem = set.error ? asProblem(set.error) : undefined
  const differs = again !== '' && again !== next
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        if (next && next === again) set.mutate({ new: next, ...(current && { current }) })
      }}
    >
      <Stack gap="sm" maw={380}>
        <input type="text" name="username" autoComplete="username" defaultValue={me?.name} hidden readOnly />
        {problem && (
          <Alert color="red" role="alert" title={problem.detail}>
            {[problem.hint, ...problem.errors.map((e) => e.message)].filter(Boolean).join(' ')}
          </Alert>
        )}
        <PasswordInput
          label="Current password"
          description="Leave it empty if you have none yet."
          autoComplete="current-password"
          value={current}
          onChange={(e) => setCurrent(e.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="10 characters or more, not your name."
          autoComplete="new-password"
          value={next}
          onChange={(e) => setNext(e.currentTarget.value)}
        />
        <PasswordInput
          label="New password again"
          autoComplete="new-password"
          value={again}
          error={differs ? 'This differs from the new password.' : undefined}
          onChange={(e) => setAgain(e.currentTarget.value)}
        />
        <Group>
          <Button type="submit" size="sm" loading={set.isPending} disabled={!next || next !== again}>
            Set password
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Everywhere() {
  const [ask, dialog] = useConfirm()
  const end = useChangeEverywhere((api, _: undefined) => body(api.DELETE('/api/v1/sessions')), [], {
    done: () => location.assign(address('')), // a new document: nothing of this person stays in memory
  })
  return (
    <Stack gap="sm" align="flex-start">
      {dialog}
      <Text size="sm" c="var(--rl-quiet)">
        Ends all your sessions in all browsers, this one too. API keys go on working: trainers aren’t interrupted.
      </Text>
      <Button
        size="sm"
        variant="default"
        loading={end.isPending}
        onClick={() =>
          ask({
            title: 'Sign out everywhere?',
            text: 'You have to sign in again, here as well.',
            action: 'Sign out everywhere',
            danger: true,
            act: () => end.mutate(undefined),
          })
        }
      >
        Sign out everywhere
      </Button>
    </Stack>
  )
}
