import { flag, oneOf, text, useParam, whole } from '../../../url/params'

const axes = ['step', 'relative', 'wall'] as const
const searchParam = text()
const axisParam = oneOf(axes, 'step')
const smoothParam = whole(0)

/** How charts are drawn, as the address says. */
export function useChartTools() {
  const [search, setSearch] = useParam('q', searchParam)
  const [axis, setAxis] = useParam('x', axisParam)
  const [xMetric, setXMetric] = useParam('xmetric', searchParam)
  const [smooth, setSmooth] = useParam('smooth', smoothParam)
  const [log, setLog] = useParam('log', flag)
  // The metric whose chart is enlarged.
  const [metric, setMetric] = useParam('metric', searchParam)
  return { metric, setMetric, search, setSearch, axis, setAxis, xMetric, setXMetric, smooth, setSmooth, log, setLog }
}

export type ChartTools = ReturnType<typeof useChartTools>
