/** Which runs are shown in panels: what was said of single runs, and what holds for the others. */
export type Eyes = { byRun: Record<string, boolean>; others: boolean }

/** A change of them; null takes back what was said of a run. */
export type EyesChange = { byRun: Record<string, boolean | null>; others?: boolean }

/** The eyes once changes have been made. */
export function eyesAfter(eyes: Eyes, changes: EyesChange[]): Eyes {
  if (changes.length === 0) return eyes
  const byRun = { ...eyes.byRun }
  let { others } = eyes
  for (const c of changes) {
    others = c.others ?? others
    for (const [run, on] of Object.entries(c.byRun)) {
      if (on === null) delete byRun[run]
      else byRun[run] = on
    }
  }
  return { byRun, others }
}

const forgotten = (eyes: Eyes) => Object.fromEntries(Object.keys(eyes.byRun).map((run) => [run, null]))

/** All runs shown, or hidden. */
export const allEyes = (eyes: Eyes, on: boolean): EyesChange => ({ byRun: forgotten(eyes), others: on })

/** These runs alone. */
export const onlyEyes = (eyes: Eyes, runs: string[]): EyesChange => ({
  byRun: { ...forgotten(eyes), ...Object.fromEntries(runs.map((run) => [run, true])) },
  others: false,
})

/** These runs shown or hidden. What is so for others anyway needn't be said. */
export const someEyes = (eyes: Eyes, runs: string[], on: boolean): EyesChange => ({
  byRun: Object.fromEntries(runs.map((run) => [run, on === eyes.others && run in eyes.byRun ? null : on])),
})
