import { Checkbox, NativeSelect, Slider, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import classes from './Charts.module.css'
import type { ChartTools } from './useChartTools'

/** Search, axis, smoothing, scale: for all charts of the run. */
export function ChartToolbar({ tools, metrics }: { tools: ChartTools; metrics: string[] }) {
  // A drag asks for nothing until it ends.
  const [smooth, setSmooth] = useState(tools.smooth)
  useEffect(() => setSmooth(tools.smooth), [tools.smooth])
  return (
    <div className={classes.tools} role="toolbar" aria-label="Charts">
      <TextInput
        size="xs"
        w={220}
        aria-label="Search metrics"
        placeholder="Search metrics"
        leftSection={<IconSearch size={14} />}
        value={tools.search}
        onChange={(e) => tools.setSearch(e.currentTarget.value, { replace: true })}
      />
      <NativeSelect
        size="xs"
        aria-label="X axis"
        value={tools.xMetric ? `metric ${tools.xMetric}` : tools.axis}
        onChange={(e) => {
          const v = e.currentTarget.value
          if (v.startsWith('metric ')) tools.setXMetric(v.slice(7))
          else {
            if (tools.xMetric) tools.setXMetric('', { replace: true })
            tools.setAxis(v as ChartTools['axis'])
          }
        }}
      >
        <option value="step">over steps</option>
        <option value="relative">over time since the start</option>
        <option value="wall">over the time of day</option>
        <optgroup label="Over a metric">
          {metrics.slice(0, 500).map((m) => (
            <option key={m} value={`metric ${m}`}>
              {m}
            </option>
          ))}
        </optgroup>
      </NativeSelect>
      <div style={{ display: 'flex', alignItems: 'center', gap: 8, fontSize: 12 }}>
        <span id="run-smoothing">Smoothing</span>
        <Slider
          w={120}
          size="sm"
          min={0}
          max={99}
          value={smooth}
          onChange={setSmooth}
          onChangeEnd={(v) => tools.setSmooth(v, { replace: true })}
          label={(v) => (v / 100).toFixed(2)}
          thumbProps={{ 'aria-labelledby': 'run-smoothing' }}
        />
      </div>
      <Checkbox
        size="xs"
        label="Log scale"
        checked={tools.log}
        onChange={(e) => tools.setLog(e.currentTarget.checked, { replace: true })}
      />
    </div>
  )
}
