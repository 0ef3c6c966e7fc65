import { ActionIcon, Button, Drawer, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { count } from '../../ui/numbers'
import { Waiting } from '../../ui/Waiting'
import { oneOf, text, useParam } from '../../url/params'
import { allKeys, found } from './choosable'
import { inOrder } from './columns'
import { KeyList } from './KeyList'
import { ShownList } from './ShownList'
import type { useColumns } from './useColumns'

const searchParam = text()
const tabParam = oneOf(['all', 'shown'] as const, 'all')

/** Chooses the table's columns among all keys that runs have, and orders them. */
export default function ColumnChooser({
  columns: c,
  close,
}: {
  columns: ReturnType<typeof useColumns>
  close: () => void
}) {
  const [kept, keep] = useParam('column', searchParam)
  const [search, type] = useState(kept) // what is typed is seen at once, the address follows
  const setSearch = (text: string) => {
    type(text)
    keep(text, { replace: true })
  }
  const [tab, setTab] = useParam('columns_of', tabParam)
  const [scope, setScope] = useState<'all' | 'run' | 'config' | 'summary'>('all')
  const keys = useMemo(() => allKeys(c.keys.data, c.columns), [c.keys.data, c.columns])
  const matching = useMemo(() => found(keys, search, scope), [keys, search, scope])
  const shown = inOrder(c.columns)
  return (
    <Drawer
      opened
      onClose={close}
      title="Columns"
      position="right"
      size={400}
      styles={{ body: { height: 'calc(100% - 60px)' } }}
    >
      <Stack gap="xs" h="100%">
        <SegmentedControl
          size="xs"
          value={tab}
          onChange={(v) => setTab(v === 'shown' ? 'shown' : 'all')}
          data={[
            { value: 'all', label: `All keys (${count(keys.length)})` },
            { value: 'shown', label: `Shown (${count(shown.length)})` },
          ]}
        />
        {tab === 'all' ? (
          <>
            <TextInput
              size="xs"
              placeholder="Search keys"
              aria-label="Search keys"
              value={search}
              onChange={(e) => setSearch(e.currentTarget.value)}
              leftSection={<IconSearch size={14} />}
              rightSection={
                search && (
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label="Clear the search"
                    onClick={() => setSearch('')}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                )
              }
              data-autofocus
            />
            <Group gap={6} justify="space-between">
              <Group gap={4}>
                {(['all', 'run', 'config', 'summary'] as const).map((s) => (
                  <Button
                    key={s}
                    size="compact-xs"
                    variant={scope === s ? 'filled' : 'default'}
                    aria-pressed={scope === s}
                    onClick={() => setScope(s)}
                  >
                    {s}
                  </Button>
                ))}
              </Group>
              <Text size="xs" c="var(--rl-quiet)" role="status">
                {count(matching.length)} keys
              </Text>
            </Group>
            <Group gap={6}>
              <Button
                size="compact-xs"
                variant="light"
                disabled={matching.length === 0 || matching.length > 500}
                title={matching.length > 500 ? 'Search first: up to 500 at once' : undefined}
                onClick={() => c.show(matching.map((k) => k.field))}
              >
                Show these
              </Button>
              <Button
                size="compact-xs"
                variant="light"
                disabled={matching.length === 0}
                onClick={() => c.hide(matching.map((k) => k.field))}
              >
                Hide these
              </Button>
            </Group>
            {c.keys.isPending ? <Waiting what="Reading the keys" /> : <KeyList keys={matching} columns={c} />}
          </>
        ) : (
          <>
            <Text size="xs" c="var(--rl-quiet)">
              Drag, or Alt-↑ and Alt-↓, to reorder. Pinned columns stay at the left.
            </Text>
            <ShownList columns={c} />
          </>
        )}
        <Group justify="space-between">
          <Button size="xs" variant="subtle" color="gray" disabled={!c.arranged} onClick={() => c.set(undefined)}>
            Columns as usual
          </Button>
          <Button size="xs" onClick={close}>
            Done
          </Button>
        </Group>
      </Stack>
    </Drawer>
  )
}
