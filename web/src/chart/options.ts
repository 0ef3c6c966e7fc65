/** What the shaded region round a line shows. */
export type Band = 'none' | 'minmax' | 'stddev' | 'stderr' | 'variance' | 'quantiles'

export type Range = { min?: number; max?: number }

/** How a chart is drawn. Each is optional; see optionsOf for what a panel's spec says. */
export type LineOptions = {
  xLog?: boolean
  yLog?: boolean
  yRange?: Range
  band?: Band
  /** The value that is the line, if the answer has it; else the mean. */
  aggregate?: 'mean' | 'min' | 'max' | 'first' | 'last'
  legend?: boolean
}

/** What a line belongs to: a run or a group of runs. */
export type Whose = {
  metric: string
  run?: string
  name?: string
  group?: { key: string; value: unknown }[] | null
}

/** Colours other than the usual; undefined: the usual. */
export type Colours = (whose: Whose) => string | undefined
