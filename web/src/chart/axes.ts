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

/** How times are written beside an axis whose marks are so many seconds apart, and what is added where a year, day, minute begins. */
const times: uPlot.Axis.Values = [
  [31_536_000, '{YYYY}', null, null, null, null, null, null, 1],
  [2_419_200, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [86_400, '{MMM} {D}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{MMM} {D}, {YYYY}', null, '\n{MMM} {D}', null, null, null, 1],
  [1, ':{ss}', '\n{MMM} {D}, {YYYY} {HH}:{mm}', null, '\n{MMM} {D} {HH}:{mm}', null, '\n{HH}:{mm}', null, 1],
  [0.001, ':{ss}.{fff}', '\n{MMM} {D}, {YYYY} {HH}:{mm}', null, '\n{MMM} {D} {HH}:{mm}', null, '\n{HH}:{mm}', null, 1],
]

/** The axis at the bottom. */
export function xAxis(axis: Axis, log: boolean, ink: () => Ink): uPlot.Axis {
  const base: uPlot.Axis = { ...looks(ink), size: 24, space: 50 }
  if (axis.kind === 'wall') return { ...base, size: 38, space: 60, values: times }
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
