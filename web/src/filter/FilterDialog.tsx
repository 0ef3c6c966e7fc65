import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useRunSet, useRunSetChange } from '../runs/useRunSet'
import { FilterBuilder } from './FilterBuilder'
import { Matching, useMatching } from './Matching'

/** The filter of a workspace's runs, as conditions or as text. Nothing is stored before Apply. */
export default function FilterDialog(props: { workspace: string; filter: string; onClose: () => void }) {
  const { workspace, filter, onClose } = props
  const [draft, setDraft] = useState(filter)
  const { runSet } = useRunSet(workspace)
  const change = useRunSetChange(workspace)
  const search = runSet?.search ? { search: runSet.search, regex: runSet.regex ?? false } : {}
  const matching = useMatching({ filter: draft, ...search })
  const apply = (next: string) => {
    if (next.trim() === filter.trim()) return onClose()
    change.mutate({ filter: next.trim() || null }, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title="Filter runs" size="xl" yOffset="8vh">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (!matching.fault) apply(draft)
        }}
      >
        <Stack gap="sm">
          <FilterBuilder value={draft} onChange={setDraft} fault={matching.fault} />
          <Group justify="space-between">
            <Matching {...matching} />
            <Group gap="xs">
              {filter && (
                <Button variant="subtle" color="gray" onClick={() => apply('')}>
                  Remove the filter
                </Button>
              )}
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" disabled={!!matching.fault} loading={change.isPending}>
                Apply
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
