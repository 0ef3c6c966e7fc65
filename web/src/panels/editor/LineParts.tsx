import { Group, Input, NumberInput, SegmentedControl, Select, Slider, Text } from '@mantine/core'
import { short } from '../../ui/numbers'
import { specText, specTexts } from '../spec'
import { type AxisName, axisOf, groupingOf, smoothingOf } from './draft'
import { NamePicker } from './NamePicker'
import { Part, type PartProps } from './Part'
import { RangeField } from './RangeField'
import { SpecSwitch } from './SpecSwitch'

const axes: { value: AxisName; label: string }[] = [
  { value: 'step', label: 'Step' },
  { value: 'relative', label: 'Relative time (s since the run’s start)' },
  { value: 'wall', label: 'Wall time' },
  { value: 'metric', label: 'Another metric' },
]

/** Axes, smoothing and looks of line charts. */
export function LineParts({ draft, set, faults, of = 'workspace' }: PartProps) {
  const { axis, metric } = axisOf(draft)
  const weight = smoothingOf(draft)
  return (
    <>
      <Part title="Axes">
        <Select
          size="xs"
          label="X axis"
          data={[{ value: '', label: of === 'workspace' ? 'As the workspace says' : 'As usual: step' }, ...axes]}
          value={axis ?? ''}
          allowDeselect={false}
          error={axis === 'metric' ? undefined : faults.x_axis}
          onChange={(v) => set({ x_axis: v === 'metric' ? { metric: '' } : v || undefined })}
        />
        {axis === 'metric' && (
          <NamePicker
            label="Metric of the x axis"
            source="metrics"
            value={metric}
            error={faults.x_axis}
            onChange={(m) => set({ x_axis: { metric: m ?? '' } })}
          />
        )}
        <RangeField
          label="X range"
          value={draft.x_range}
          error={faults.x_range}
          onChange={(x_range) => set({ x_range })}
        />
        <RangeField
          label="Y range"
          value={draft.y_range}
          error={faults.y_range}
          onChange={(y_range) => set({ y_range })}
        />
        <Group gap="lg">
          <SpecSwitch draft={draft} set={set} faults={faults} name="x_log" label="Log x" />
          <SpecSwitch draft={draft} set={set} faults={faults} name="y_log" label="Log y" />
        </Group>
      </Part>
      <Part title="Lines">
        <Input.Wrapper
          label={`Smoothing${weight > 0 ? `: ${short(weight, 3)}` : ''}`}
          labelElement="div"
          error={faults.smoothing}
        >
          <Slider
            size="sm"
            thumbLabel="Smoothing"
            label={(v) => (v === 0 ? 'none' : short(v, 3))}
            min={0}
            max={0.99}
            step={0.01}
            value={weight}
            onChange={(w) => set({ smoothing: w > 0 ? { kind: 'ema', weight: w } : undefined })}
          />
        </Input.Wrapper>
        <Group gap="xs" grow>
          <Select
            size="xs"
            label="The line is the"
            data={['mean', 'min', 'max', 'first', 'last']}
            value={
              specTexts(draft, 'aggregates').find((a) => ['mean', 'min', 'max', 'first', 'last'].includes(a)) ?? 'mean'
            }
            allowDeselect={false}
            error={faults.aggregates}
            onChange={(a) => set({ aggregates: aggregatesFor(a ?? 'mean', specText(draft, 'band')) })}
          />
          <Select
            size="xs"
            label="Band"
            data={[
              { value: '', label: 'usual' },
              { value: 'none', label: 'none' },
              { value: 'stddev', label: '± standard deviation' },
              { value: 'stderr', label: '± standard error' },
              { value: 'minmax', label: 'min to max' },
            ]}
            value={specText(draft, 'band') ?? ''}
            allowDeselect={false}
            error={faults.band}
            onChange={(band) =>
              set({
                band: band || undefined,
                ...(draft.aggregates
                  ? { aggregates: aggregatesFor(specTexts(draft, 'aggregates')[0] ?? 'mean', band ?? '') }
                  : {}),
              })
            }
          />
        </Group>
        <Group gap="xs" grow align="flex-end">
          <NumberInput
            size="xs"
            label="Points a line (buckets)"
            placeholder="200"
            min={1}
            max={10_000}
            value={typeof draft.buckets === 'number' ? draft.buckets : ''}
            error={faults.buckets}
            onChange={(v) => set({ buckets: typeof v === 'number' ? v : undefined })}
          />
          <Select
            size="xs"
            label="Legend"
            data={[
              { value: '', label: 'if there are few lines' },
              { value: 'on', label: 'always' },
              { value: 'off', label: 'never' },
            ]}
            value={draft.legend === true ? 'on' : draft.legend === false ? 'off' : ''}
            allowDeselect={false}
            onChange={(v) => set({ legend: v === 'on' ? true : v === 'off' ? false : undefined })}
          />
        </Group>
        {groupingOf(draft.grouping).keys.length > 0 || draft.kind === 'grouped_line' ? (
          <Mode draft={draft} set={set} faults={faults} />
        ) : null}
      </Part>
    </>
  )
}

function Mode({ draft, set, faults }: PartProps) {
  return (
    <Input.Wrapper label="A group’s mean" labelElement="div" error={faults.mode}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="A group’s mean"
        data={[
          { value: 'per_run', label: 'of the runs’ means' },
          { value: 'pooled', label: 'of all points' },
        ]}
        value={specText(draft, 'mode') === 'pooled' ? 'pooled' : 'per_run'}
        onChange={(mode) => set({ mode: mode === 'pooled' ? mode : undefined })}
      />
      <Text size="xs" c="var(--rl-quiet)">
        Of the runs’ means, each run counts alike however often it logged.
      </Text>
    </Input.Wrapper>
  )
}

/** What has to be asked of the server so that line and band can be drawn; the line's comes first. */
function aggregatesFor(line: string, band: string | undefined): string[] | undefined {
  if (line === 'mean') return undefined // the usual ones
  const more = band === 'stddev' || band === 'stderr' ? [band] : ['min', 'max']
  return [...new Set([line, 'mean', ...more, 'count'])]
}
