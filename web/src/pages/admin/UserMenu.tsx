import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDotsVertical } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { body } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import type { User } from '../../api/people'
import { sessionQuery } from '../../signin/session'
import { useConfirm } from '../../ui/confirm'
import { absolute } from '../../ui/times'
import { useOfferUndo } from '../offerUndo'
import { PasswordDialog, usePasswordDialog } from './PasswordDialog'
import type { Made } from './Users'

/** What an administrator can do to a user. */
export function UserMenu({ user, made }: { user: User; made: (m: Made) => void }) {
  const { data: me } = useQuery(sessionQuery)
  const [ask, dialog] = useConfirm()
  const offer = useOfferUndo()
  const password = usePasswordDialog()
  const at = { params: { path: { name: user.name } } }
  const flag = useChangeEverywhere(
    (api, admin: boolean) => body(api.PATCH('/api/v1/users/{name}', { ...at, body: { admin } })),
    ['users'],
    {
      done: (done, admin) => offer(`${user.name} is ${admin ? 'an' : 'no longer an'} administrator`, undefined, done),
    },
  )
  const address = useChangeEverywhere(
    (api, _: undefined) => body(api.POST('/api/v1/users/{name}/login', { ...at, body: { minutes: 24 * 60 } })),
    [],
    {
      done: (l) =>
        l.url &&
        made({
          title: `An address that signs ${user.name} in once`,
          value: l.url,
          hint: `It’s good until ${absolute(l.expires)}. Send it to nobody else.`,
        }),
    },
  )
  const key = useChangeEverywhere(
    (api, _: undefined) =>
      body(api.POST('/api/v1/users/{name}/keys', { ...at, body: { label: 'made by an administrator' } })),
    ['keys'],
    { done: (k) => k.api_key && made({ title: `A new API key of ${user.name}`, value: k.api_key }) },
  )
  const block = useChangeEverywhere(
    (api, _: undefined) => body(api.DELETE('/api/v1/users/{name}/password', at)),
    ['users'],
    { done: () => notifications.show({ message: `${user.name} has no password and no session any more` }) },
  )
  const remove = useChangeEverywhere(
    (api, _: undefined) => body(api.DELETE('/api/v1/users/{name}', at)),
    ['users', 'teams'],
    {
      done: (done) => offer(`${user.name} is deleted`, undefined, done),
    },
  )
  const self = me?.name === user.name
  return (
    <>
      {dialog}
      <PasswordDialog name={user.name} {...password} />
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Menu of ${user.name}`}>
            <IconDotsVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!user.service && (
            <>
              <Menu.Item onClick={() => address.mutate(undefined)}>Make a one-time sign-in address</Menu.Item>
              <Menu.Item onClick={password.open}>Set a new password</Menu.Item>
            </>
          )}
          <Menu.Item onClick={() => key.mutate(undefined)}>Make an API key</Menu.Item>
          {!self && (
            <Menu.Item onClick={() => flag.mutate(!user.admin)}>
              {user.admin ? 'Take administration away' : 'Make an administrator'}
            </Menu.Item>
          )}
          <Menu.Divider />
          {!user.service && (
            <Menu.Item
              onClick={() =>
                ask({
                  title: `Block the sign-in of ${user.name}?`,
                  text: 'The password is taken away and all sessions end. API keys go on working; delete the user to stop them as well.',
                  action: 'Block sign-in',
                  danger: true,
                  act: () => block.mutate(undefined),
                })
              }
            >
              Block sign-in
            </Menu.Item>
          )}
          {!self && (
            <Menu.Item
              color="red"
              onClick={() =>
                ask({
                  title: `Delete ${user.name}?`,
                  text: 'All API keys are revoked and all sessions end. Projects, runs and the trail of what the user did stay.',
                  action: 'Delete user',
                  danger: true,
                  typed: user.name,
                  act: () => remove.mutate(undefined),
                })
              }
            >
              Delete user
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
