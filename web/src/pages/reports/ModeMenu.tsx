import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { IconBroadcast, IconCamera, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange } from '../../api/change'
import { useMay } from '../../api/project'
import { pinReport, unpinReport } from '../../api/reportChanges'
import type { Report } from '../../api/reports'
import { useScope } from '../../api/scope'
import { Moment } from '../../ui/Moment'
import { absolute } from '../../ui/times'
import { useNotifyUndo } from '../../undo/useNotifyUndo'

/** Says of when the data are, what that means, and switches between then and now. */
export function ModeMenu({ report }: { report: Report }) {
  const scope = useScope()
  const may = useMay()
  const [opened, setOpened] = useState(false)
  const [then, setThen] = useState('')
  const notifyUndo = useNotifyUndo()
  const pin = useChange(pinReport, ['reports'], {
    done: (out) => {
      setOpened(false)
      notifyUndo(`The report is a snapshot of ${absolute(out.pin?.time ?? '')}.`, out.action)
    },
  })
  const unpin = useChange(unpinReport, ['reports', 'panel-data'], {
    done: (out) => {
      setOpened(false)
      notifyUndo('The report shows live data.', out.action)
    },
  })
  const pinned = report.mode === 'pinned'
  const busy = pin.isPending || unpin.isPending
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={340} trapFocus withinPortal>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="light"
          color={pinned ? 'gray' : 'teal'}
          c="var(--rl-text)"
          fw={500}
          leftSection={pinned ? <IconCamera size={14} /> : <IconBroadcast size={14} />}
          rightSection={<IconChevronDown size={14} />}
          onClick={() => setOpened((o) => !o)}
          data-mode={report.mode}
          data-content={report.pin?.content}
          miw={0}
        >
          {pinned ? `Snapshot of ${absolute(report.pinned_at ?? '').replace(/\.\d+/, '')}` : 'Live'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {pinned ? (
            <Text size="sm">
              Panels and tables show the data of <Moment at={report.pinned_at} />. What was logged, renamed or deleted
              since doesn’t change them.
            </Text>
          ) : (
            <Text size="sm">
              Panels and tables ask for the data at each look: what is logged, renamed or deleted changes them.
            </Text>
          )}
          {scope.asOf && <Text size="sm">You see the report as it was then; nothing can be changed there.</Text>}
          {may.edit && (
            <>
              <Group gap="xs">
                <Button
                  size="xs"
                  loading={pin.isPending}
                  disabled={busy}
                  onClick={() => pin.mutate({ report: report.id })}
                >
                  {pinned ? 'Take a new snapshot' : 'Take a snapshot'}
                </Button>
                {pinned && (
                  <Button
                    size="xs"
                    variant="default"
                    loading={unpin.isPending}
                    disabled={busy}
                    onClick={() => unpin.mutate(report.id)}
                  >
                    Make it live
                  </Button>
                )}
              </Group>
              <form
                onSubmit={(e) => {
                  e.preventDefault()
                  const at = new Date(then)
                  if (!Number.isNaN(at.getTime())) pin.mutate({ report: report.id, asOf: at.toISOString() })
                }}
              >
                <Group gap="xs" align="flex-end" wrap="nowrap">
                  <TextInput
                    type="datetime-local"
                    size="xs"
                    label="Or of an earlier moment"
                    value={then}
                    onChange={(e) => setThen(e.currentTarget.value)}
                    style={{ flex: 1 }}
                  />
                  <Button type="submit" size="xs" variant="default" disabled={then === '' || busy}>
                    Take
                  </Button>
                </Group>
              </form>
            </>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
