import type uPlot from 'uplot'
import { duration } from '../ui/times'
import type { Axis } from './frame'
import type { Ink } from './theme'
import { logMarks, logTick, secondsApart, stepsApart, tick } from './ticks'

const font = '11px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'

const looks = (ink: () => Ink): uPlot.Axis => ({
  stroke: () => ink().quiet,
  font,
  gap: 4,
  grid: { stroke: () => ink().border, width: 1 },
  ticks: { show: false },
  border: { show: false },
})

const logAxis = (most: number): uPlot.Axis => ({
  splits: (_u, _axis, min, max) => logMarks(min, max, most),
  values: (_u, marks) => marks.map((v) => logTick(v)),
  filter: (_u, marks) => marks,
})

/** The axis at the bottom. */
export function xAxis(axis: Axis, log: boolean, ink: () => Ink): uPlot.Axis {
  const base: uPlot.Axis = { ...looks(ink), size: 24, space: 50 }
  if (axis.kind === 'wall') return { ...base, space: 80 }
  if (log) return { ...base, ...logAxis(8) }
  if (axis.kind === 'relative') return { ...base, space: 80, incrs: secondsApart, values: (_u, m) => m.map(duration) }
  return {
    ...base,
    ...(axis.kind === 'step' && { incrs: stepsApart }),
    values: (_u, marks, _axis, _space, apart) => marks.map((v) => tick(v, apart)),
  }
}

/** The axis at the left, as wide as its numbers. */
export function yAxis(log: boolean, ink: () => Ink): uPlot.Axis {
  return {
    ...looks(ink),
    space: 28,
    size: (u, values) => {
      if (!values || values.length === 0) return 30
      u.ctx.save()
      u.ctx.font = font
      const widest = Math.max(...values.map((v) => u.ctx.measureText(v ?? '').width))
      u.ctx.restore()
      return Math.ceil(widest) + 12
    },
    values: (_u, marks, _axis, _space, apart) => marks.map((v) => tick(v, apart)),
    ...(log && logAxis(10)),
  }
}
