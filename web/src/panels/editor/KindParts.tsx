import { Box, Group, Input, NumberInput, Paper, Select, Text, Textarea } from '@mantine/core'
import { Markdown } from '../../markdown/Markdown'
import { aggregates } from '../groups'
import { specText, specTexts } from '../spec'
import { needsMetrics } from './draft'
import { NamePicker } from './NamePicker'
import { NamesPicker } from './NamesPicker'
import { Part, type PartProps } from './Part'
import { SpecSwitch } from './SpecSwitch'

/** What a panel shows: metrics, fields, keys or text, as its kind needs them. */
export function WhatPart(props: PartProps) {
  const { draft, set, faults } = props
  const kind = specText(draft, 'kind')
  if (needsMetrics(kind)) {
    return (
      <Part title="Metrics">
        <NamesPicker
          label="Metrics"
          source={draft.source === 'system' ? 'system' : 'metrics'}
          value={specTexts(draft, 'metrics')}
          error={faults.metrics}
          onChange={(metrics) => set({ metrics })}
          autoFocus
        />
        <OfKind {...props} kind={kind} />
      </Part>
    )
  }
  switch (kind) {
    case 'scatter':
      return <Scatter {...props} />
    case 'parallel_coordinates':
      return (
        <Part title="Axes">
          <NamesPicker
            label="Fields, an axis each"
            source="fields"
            value={specTexts(draft, 'fields')}
            error={faults.fields}
            onChange={(fields) => set({ fields })}
            autoFocus
          />
          <NamePicker
            label="Colour by"
            placeholder="the last axis"
            source="fields"
            value={specText(draft, 'color_field')}
            error={faults.color_field}
            onChange={(color_field) => set({ color_field })}
          />
        </Part>
      )
    case 'run_comparer':
      return (
        <Part title="Fields">
          <SpecSwitch
            draft={draft}
            set={set}
            faults={faults}
            name="only_differences"
            label="Only differences at first"
          />
          <NamesPicker
            label="Only these fields"
            description="None chosen: all of config and summary."
            source="fields"
            value={specTexts(draft, 'fields')}
            error={faults.fields}
            most={1000}
            onChange={(f) => set({ fields: f.length > 0 ? f : undefined })}
          />
        </Part>
      )
    case 'media':
      return (
        <Part title="Media">
          <NamesPicker
            label="Keys"
            source="media"
            value={specTexts(draft, 'keys')}
            error={faults.keys}
            onChange={(keys) => set({ keys })}
            autoFocus
          />
          <NumberInput
            size="xs"
            label="Step shown first"
            placeholder="the last one"
            min={0}
            value={typeof draft.step === 'number' ? draft.step : ''}
            error={faults.step}
            onChange={(v) => set({ step: typeof v === 'number' ? v : undefined })}
          />
        </Part>
      )
    case 'table':
      return (
        <Part title="Table">
          <NamePicker
            label="Key"
            source="media"
            value={specText(draft, 'key')}
            error={faults.key}
            onChange={(key) => set({ key })}
          />
        </Part>
      )
    case 'markdown':
      return <Words {...props} />
  }
  return null
}

function OfKind({ draft, set, faults, kind }: PartProps & { kind: string | undefined }) {
  if (kind === 'histogram') {
    return (
      <NumberInput
        size="xs"
        label="Bins"
        placeholder="as suits the runs"
        min={1}
        max={1000}
        value={typeof draft.bins === 'number' ? draft.bins : ''}
        error={faults.bins}
        onChange={(v) => set({ bins: typeof v === 'number' ? v : undefined })}
      />
    )
  }
  if (kind !== 'bar' && kind !== 'scalar') return null
  return (
    <Group gap="lg" align="flex-end">
      <Select
        size="xs"
        label={kind === 'bar' ? 'A group’s value' : 'Value over the runs'}
        data={aggregates.map((a) => ({ value: a, label: a === 'last' ? 'of the newest run' : a }))}
        value={specText(draft, 'aggregate') ?? (kind === 'bar' ? 'mean' : 'last')}
        allowDeselect={false}
        error={faults.aggregate}
        onChange={(aggregate) => set({ aggregate: aggregate ?? undefined })}
      />
      {kind === 'bar' && <SpecSwitch draft={draft} set={set} faults={faults} name="vertical" label="Upright bars" />}
    </Group>
  )
}

function Scatter({ draft, set, faults }: PartProps) {
  return (
    <Part title="Fields">
      {(['x_field', 'y_field', 'color_field'] as const).map((name) => (
        <NamePicker
          key={name}
          label={{ x_field: 'X', y_field: 'Y', color_field: 'Colour by' }[name]}
          placeholder={name === 'color_field' ? 'the run’s colour' : undefined}
          source="fields"
          value={specText(draft, name)}
          error={faults[name]}
          onChange={(v) => set({ [name]: v })}
        />
      ))}
      <Group gap="lg">
        <SpecSwitch draft={draft} set={set} faults={faults} name="x_log" label="Log x" />
        <SpecSwitch draft={draft} set={set} faults={faults} name="y_log" label="Log y" />
      </Group>
    </Part>
  )
}

function Words({ draft, set, faults }: PartProps) {
  const text = specText(draft, 'text') ?? ''
  return (
    <Part title="Text">
      <Textarea
        size="xs"
        label="Text in Markdown"
        autosize
        minRows={8}
        maxRows={24}
        data-autofocus
        value={text}
        error={faults.text}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={(e) => set({ text: e.currentTarget.value })}
      />
      <Input.Wrapper label="Preview" labelElement="div">
        <Paper withBorder p="xs" mah={260} style={{ overflow: 'auto' }}>
          {text.trim() === '' ? (
            <Text size="xs" c="var(--rl-quiet)">
              **bold**, _italic_, # title, - list, [link](https://…)
            </Text>
          ) : (
            <Box fz="sm">
              <Markdown text={text} />
            </Box>
          )}
        </Paper>
      </Input.Wrapper>
    </Part>
  )
}
