import { Button, Code, Group, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { base } from '../../api/address'
import { body } from '../../api/client'
import { useChangeEverywhere } from '../../api/everywhere'
import { type Key, keysQuery } from '../../api/people'
import { useWhen } from '../../api/when'
import { Answer } from '../../ui/Answer'
import { useConfirm } from '../../ui/confirm'
import { Moment } from '../../ui/Moment'
import { useOfferUndo } from '../offerUndo'
import { Secret } from '../Secret'
import { Part } from './Part'
import classes from './Settings.module.css'

/** The API keys of trainers and programs: made, named, revoked. */
export function Keys() {
  const keys = useQuery(keysQuery(useWhen()))
  const [label, setLabel] = useState('')
  const [ask, dialog] = useConfirm()
  const offer = useOfferUndo()
  const make = useChangeEverywhere(
    (api, name: string) => body(api.POST('/api/v1/me/keys', { body: name ? { label: name } : {} })),
    ['keys'],
    { done: () => setLabel('') },
  )
  const revoke = useChangeEverywhere(
    (api, key: Key) => body(api.DELETE('/api/v1/me/keys/{id}', { params: { path: { id: key.id } } })),
    ['keys'],
    { done: (done, key) => offer(`${nameOf(key)} is revoked`, undefined, done) },
  )
  const askToRevoke = (key: Key) =>
    ask({
      title: `Revoke ${nameOf(key)}?`,
      text: 'Trainers and programs that use it are refused from now on; what a running trainer logs is lost unless it keeps it.',
      action: 'Revoke key',
      danger: true,
      act: () => revoke.mutate(key),
    })
  return (
    <>
      {dialog}
      {make.data?.api_key && (
        <Secret
          title="The new API key"
          value={make.data.api_key}
          hint={`For a training script: WANDB_BASE_URL=${base.origin} WANDB_API_KEY=… python train.py`}
        />
      )}
      <Part title="New key">
        <form
          onSubmit={(e) => {
            e.preventDefault()
            make.mutate(label.trim())
          }}
        >
          <Group align="flex-end" gap="xs">
            <TextInput
              label="What it is for"
              placeholder="laptop, cluster, CI"
              value={label}
              onChange={(e) => setLabel(e.currentTarget.value)}
              style={{ flex: 1, maxWidth: 320 }}
            />
            <Button type="submit" loading={make.isPending}>
              Create key
            </Button>
          </Group>
        </form>
      </Part>
      <Part title="Your keys">
        <Answer of={keys} what="Reading your keys">
          {({ keys: all }) => (
            <div className={classes.scroll}>
              {(all ?? []).length === 0 && (
                <Text size="sm" c="var(--rl-quiet)">
                  You have no key yet. Trainers and programs need one to log in your name.
                </Text>
              )}
              {(all ?? []).length > 0 && (
                <Table aria-label="API keys" verticalSpacing={6}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Name</Table.Th>
                      <Table.Th>Begins with</Table.Th>
                      <Table.Th>Created</Table.Th>
                      <Table.Th>Last used</Table.Th>
                      <Table.Th aria-label="Actions" />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {(all ?? []).map((k) => (
                      <Table.Tr key={k.id}>
                        <Table.Td>{k.label || <em>without a name</em>}</Table.Td>
                        <Table.Td>
                          <Code>{k.prefix}…</Code>
                        </Table.Td>
                        <Table.Td>
                          <Moment at={k.created} />
                        </Table.Td>
                        <Table.Td>
                          <Moment at={k.used} />
                        </Table.Td>
                        <Table.Td ta="right">
                          <Button
                            size="compact-sm"
                            variant="light"
                            color="red"
                            aria-label={`Revoke ${nameOf(k)}`}
                            onClick={() => askToRevoke(k)}
                          >
                            Revoke
                          </Button>
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              )}
            </div>
          )}
        </Answer>
      </Part>
    </>
  )
}

const nameOf = (k: Key) => k.label || `${k.prefix}…`
