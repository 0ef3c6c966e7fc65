import { Text } from '@mantine/core'
import { count } from '../../ui/numbers'
import classes from './Overview.module.css'

// In the order of a run's life; each with a colour that is told apart on both backgrounds.
const colours: [string, string][] = [
  ['running', 'var(--mantine-color-blue-6)'],
  ['stopping', 'var(--mantine-color-cyan-6)'],
  ['preempting', 'var(--mantine-color-violet-6)'],
  ['finished', 'var(--mantine-color-teal-7)'],
  ['failed', 'var(--mantine-color-red-7)'],
  ['crashed', 'var(--mantine-color-orange-7)'],
  ['killed', 'var(--mantine-color-gray-6)'],
]

/** How many runs are in which state. */
export function States({ states, runs }: { states: Record<string, number>; runs: number }) {
  const known = colours.filter(([state]) => (states[state] ?? 0) > 0)
  if (known.length === 0) {
    return (
      <Text size="sm" c="var(--rl-quiet)">
        There are no runs.
      </Text>
    )
  }
  return (
    <ul className={classes.states}>
      {known.map(([state, colour]) => {
        const n = states[state] ?? 0
        return (
          <li key={state} className={classes.state} data-state={state}>
            <span>{state}</span>
            <div className={classes.track} aria-hidden>
              <div className={classes.bar} style={{ width: `${(100 * n) / Math.max(runs, 1)}%`, background: colour }} />
            </div>
            <span>{count(n)}</span>
          </li>
        )
      })}
    </ul>
  )
}
