/** What the shaded region round a line shows. */
export const bands = ['none', 'minmax', 'stddev', 'stderr', 'variance', 'quantiles'] as const
export type Band = (typeof bands)[number]

export const lineAggregates = ['mean', 'min', 'max', 'first', 'last'] as const

export type Range = { min?: number; max?: number }

/** How a chart is drawn. Each is optional; see optionsOf for what a panel's spec says. */
export type LineOptions = {
  xLog?: boolean
  yLog?: boolean
  yRange?: Range
  /** Default: stddev of groups, minmax of runs. */
  band?: Band
  /** The value that is the line, if the answer has it; else the mean. */
  aggregate?: (typeof lineAggregates)[number]
  /** Default: if there are few lines. */
  legend?: boolean
}

/** What a line belongs to: a run or a group of runs. */
export type Whose = {
  metric: string
  run?: string
  name?: string
  number?: number
  color?: string
  group?: { key: string; value: unknown }[] | null
}

/** Colours other than the usual; undefined: the usual. */
export type Colours = (whose: Whose) => string | undefined

const oneOf = <T>(all: readonly T[], v: unknown): T | undefined => all.find((one) => one === v)

const range = (v: unknown): Range | undefined => {
  if (typeof v !== 'object' || v === null) return undefined
  const { min, max } = v as Record<string, unknown>
  const end = (e: unknown) => (typeof e === 'number' && Number.isFinite(e) ? e : undefined)
  return { min: end(min), max: end(max) }
}

const flag = (v: unknown): boolean | undefined => (typeof v === 'boolean' ? v : undefined)

/** What a panel's spec says about drawing. What isn't as it should be is as usual. */
export function optionsOf(spec: Record<string, unknown>): LineOptions {
  const aggregates = Array.isArray(spec.aggregates) ? spec.aggregates : []
  return {
    xLog: flag(spec.x_log),
    yLog: flag(spec.y_log),
    yRange: range(spec.y_range),
    band: oneOf(bands, spec.band),
    aggregate: oneOf(lineAggregates, aggregates[0]),
    legend: flag(spec.legend),
  }
}
