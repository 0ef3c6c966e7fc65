import { Accordion, ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { BlockContent, RunSet } from '../../../api/reports'
import { missing, newDraft } from '../../../panels/editor/draft'
import { panelTitle, type Spec, specOf } from '../panelData'
import { Form } from './Form'
import { moved } from './order'
import { RunSetFields } from './RunSetFields'
import { SpecFields } from './SpecFields'

type Edited = { key: string; spec: Spec }

/** A panel has an id of its own: its place in the snapshot stays when others are moved. */
const freshPanel = (): Spec => ({ id: crypto.randomUUID().slice(0, 13), ...newDraft() })

let made = 0
const edited = (spec: Spec): Edited => ({ key: `panel ${++made}`, spec })

/** Edits the panels of a block and which runs they show. All of it is stored at once. */
export function PanelGridEditor(props: {
  panels: unknown[]
  runSet?: unknown
  save: (content: BlockContent) => Promise<unknown>
  close: () => void
}) {
  const { save, close } = props
  const [panels, setPanels] = useState<Edited[]>(() =>
    (props.panels.length > 0 ? props.panels.map(specOf) : [freshPanel()]).map(edited),
  )
  const [runSet, setRunSet] = useState<RunSet>(() => specOf(props.runSet) as RunSet)
  const [open, setOpen] = useState<string | null>(props.panels.length > 0 ? null : (panels[0]?.key ?? null))
  const put = (key: string, spec: Spec) => setPanels((all) => all.map((p) => (p.key === key ? { key, spec } : p)))
  const move = (key: string, to: number) =>
    setPanels((all) => {
      const order = moved(
        all.map((p) => p.key),
        key,
        to,
      )
      return [...all].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
    })
  const add = () => {
    const one = edited(freshPanel())
    setPanels((all) => [...all, one])
    setOpen(one.key)
  }
  const incomplete = panels.find((p) => Object.keys(missing(p.spec)).length > 0)
  return (
    <Form
      label="Panels"
      ready={panels.length > 0 && !incomplete}
      save={() => save({ panels: panels.map((p) => p.spec), run_set: runSet })}
      close={close}
    >
      <Accordion variant="separated" value={open} onChange={setOpen} chevronPosition="left">
        {panels.map((p, i) => (
          <Accordion.Item key={p.key} value={p.key} data-panel-form={i}>
            <Group wrap="nowrap" gap={4} pr={6}>
              <Accordion.Control>
                <Text size="sm" fw={500} truncate>
                  {i + 1}. {panelTitle(p.spec)}
                </Text>
              </Accordion.Control>
              <Step name={`Move panel ${i + 1} up`} off={i === 0} act={() => move(p.key, i - 1)}>
                <IconArrowUp size={16} />
              </Step>
              <Step name={`Move panel ${i + 1} down`} off={i === panels.length - 1} act={() => move(p.key, i + 1)}>
                <IconArrowDown size={16} />
              </Step>
              <Step
                name={`Remove panel ${i + 1}`}
                act={() => setPanels((all) => all.filter((one) => one.key !== p.key))}
              >
                <IconTrash size={16} />
              </Step>
            </Group>
            <Accordion.Panel>
              <SpecFields spec={p.spec} onChange={(spec) => put(p.key, spec)} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
        <Accordion.Item value="runs">
          <Accordion.Control>
            <Text size="sm" fw={500}>
              Runs of these panels
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            <RunSetFields value={runSet} onChange={setRunSet} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      <Stack gap={4} mt="sm" align="flex-start">
        <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
          Add panel
        </Button>
        {incomplete && (
          <Text size="xs" c="var(--rl-quiet)">
            {panelTitle(incomplete.spec)}: {Object.values(missing(incomplete.spec)).join(', ').toLowerCase()}.
          </Text>
        )}
      </Stack>
    </Form>
  )
}

function Step(props: { name: string; off?: boolean; act: () => void; children: React.ReactNode }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={props.name} disabled={props.off} onClick={props.act}>
      {props.children}
    </ActionIcon>
  )
}
