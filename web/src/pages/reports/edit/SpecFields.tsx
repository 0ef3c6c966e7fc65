import { Autocomplete, NumberInput, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type Spec, specOf, textOf, textsOf } from '../panelData'
import { useKeys } from './keys'
import { needsOf, panelKinds, withField } from './panelSpec'

/** What one panel shows. */
export function SpecFields({ spec, onChange }: { spec: Spec; onChange: (spec: Spec) => void }) {
  const keys = useKeys()
  const needs = needsOf(spec)
  const set = (name: string, value: unknown) => onChange(withField(spec, name, value))
  const lines = spec.kind === 'line' || spec.kind === 'grouped_line'
  const x = typeof spec.x_axis === 'string' ? spec.x_axis : 'step'
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label="Kind"
          data={[...panelKinds]}
          value={textOf(spec.kind)}
          onChange={(kind) => set('kind', kind ?? 'line')}
          allowDeselect={false}
        />
        <TextInput
          label="Title"
          placeholder="The names of what it shows"
          value={textOf(spec.title)}
          onChange={(e) => set('title', e.currentTarget.value)}
        />
      </SimpleGrid>
      {needs === 'metrics' && (
        <TagsInput
          label="Metrics"
          placeholder={textsOf(spec.metrics).length === 0 ? 'Type or choose' : undefined}
          data={keys.metrics}
          limit={100}
          value={textsOf(spec.metrics)}
          onChange={(metrics) => set('metrics', metrics)}
          required
        />
      )}
      {needs === 'axes' && (
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          {(['x_field', 'y_field', 'color_field'] as const).map((name) => (
            <Autocomplete
              key={name}
              label={{ x_field: 'X axis', y_field: 'Y axis', color_field: 'Colour by' }[name]}
              data={keys.fields}
              limit={100}
              value={textOf(spec[name])}
              onChange={(v) => set(name, v)}
              required={name !== 'color_field'}
            />
          ))}
        </SimpleGrid>
      )}
      {(needs === 'fields' || spec.kind === 'run_comparer') && (
        <TagsInput
          label={needs === 'fields' ? 'Axes' : 'Fields'}
          description={needs === 'fields' ? undefined : 'Empty: all of config and summary'}
          data={keys.fields}
          limit={100}
          value={textsOf(spec.fields)}
          onChange={(fields) => set('fields', fields)}
          required={needs === 'fields'}
        />
      )}
      {needs === 'text' && (
        <Textarea
          label="Markdown"
          autosize
          minRows={3}
          value={textOf(spec.text)}
          onChange={(e) => set('text', e.currentTarget.value)}
        />
      )}
      {lines && (
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <Select
            label="X axis"
            data={[
              { value: 'step', label: 'Step' },
              { value: 'relative', label: 'Time since the start' },
              { value: 'wall', label: 'Time of day' },
            ]}
            value={x}
            onChange={(v) => set('x_axis', v === 'step' ? undefined : v)}
            allowDeselect={false}
          />
          <Select
            label="Y axis"
            data={[
              { value: 'linear', label: 'Linear' },
              { value: 'log', label: 'Logarithmic' },
            ]}
            value={spec.y_log === true ? 'log' : 'linear'}
            onChange={(v) => set('y_log', v === 'log' ? true : undefined)}
            allowDeselect={false}
          />
          <NumberInput
            label="Smoothing"
            min={0}
            max={0.999}
            step={0.1}
            value={typeof specOf(spec.smoothing).weight === 'number' ? (specOf(spec.smoothing).weight as number) : ''}
            onChange={(n) => set('smoothing', typeof n === 'number' && n > 0 ? { kind: 'ema', weight: n } : undefined)}
            placeholder="0"
          />
        </SimpleGrid>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {spec.kind !== 'markdown' && spec.kind !== 'grouped_line' && (
          <NumberInput
            label="Runs at most"
            min={1}
            max={1000}
            allowDecimal={false}
            placeholder="10"
            value={typeof spec.max_runs === 'number' ? spec.max_runs : ''}
            onChange={(n) => set('max_runs', typeof n === 'number' ? n : undefined)}
          />
        )}
        {(spec.kind === 'grouped_line' || spec.kind === 'bar' || spec.kind === 'scalar') && (
          <TagsInput
            label="Group by"
            description="Empty: as the runs of these panels"
            data={keys.config}
            limit={100}
            value={Array.isArray(spec.grouping) ? textsOf(spec.grouping) : textsOf(specOf(spec.grouping).by)}
            onChange={(by) => set('grouping', by.length > 0 ? by : undefined)}
          />
        )}
        {spec.kind === 'grouped_line' && (
          <Select
            label="Band"
            data={[
              { value: 'none', label: 'None' },
              { value: 'minmax', label: 'Least to greatest' },
              { value: 'stddev', label: 'Standard deviation' },
              { value: 'stderr', label: 'Standard error' },
            ]}
            value={textOf(spec.band) || 'none'}
            onChange={(v) => set('band', v)}
            allowDeselect={false}
          />
        )}
      </SimpleGrid>
    </Stack>
  )
}
