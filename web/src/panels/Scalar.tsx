import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { count, exact, short } from '../ui/numbers'
import { fieldValue, summaryOf } from './field'
import { aggregates, groupName, sumUp, whoseOf } from './groups'
import { NoRuns } from './NoRuns'
import type { PanelViewProps } from './PanelView'
import classes from './Scalar.module.css'
import { specTexts, specWord } from './spec'

const words = { last: 'newest run', min: 'smallest', max: 'largest', mean: 'mean' }

/** One large number a metric: an aggregate over the panel's runs; with groups one for each. */
export default function Scalar({ data }: PanelViewProps) {
  const spec = data.panel.spec
  const aggregate = specWord(spec, 'aggregate', aggregates) ?? 'last'
  const shown = useMemo(
    () =>
      specTexts(spec, 'metrics').flatMap((metric) => {
        const field = summaryOf(metric)
        const parts = data.groups
          ? whoseOf(data).map((w) => ({ name: w.name, runs: w.runs }))
          : [{ name: groupName([]), runs: data.runs ?? [] }]
        return parts.map((part) => ({
          key: `${metric} ${part.name}`,
          name: data.groups ? `${metric} · ${part.name}` : metric,
          sum: sumUp(
            part.runs.map((r) => ({ number: r.number, value: fieldValue(r, field) })),
            aggregate,
          ),
          only: part.runs.length === 1 ? part.runs[0]?.name : undefined,
        }))
      }),
    [data, spec, aggregate],
  )
  if ((data.runs ?? []).length === 0) return <NoRuns data={data} />
  return (
    <dl className={classes.numbers}>
      {shown.map(({ key, name, sum, only }) => (
        <div key={key} className={classes.one}>
          <dt title={name}>{name}</dt>
          <dd
            className={classes.number}
            data-value={sum.value}
            title={sum.value === undefined ? undefined : exact(sum.value)}
          >
            {sum.value === undefined ? '–' : short(sum.value, 6)}
          </dd>
          <Text component="dd" size="xs" c="var(--rl-quiet)" ta="center">
            {sum.value === undefined
              ? 'No run has a number here'
              : (only ??
                `${words[aggregate]} of ${count(sum.n)} runs${sum.n > 1 ? `, ${short(sum.min)} to ${short(sum.max)}` : ''}`)}
            {sum.notFinite > 0 && !only ? ` · ${count(sum.notFinite)} with NaN or infinity` : ''}
          </Text>
        </div>
      ))}
    </dl>
  )
}
