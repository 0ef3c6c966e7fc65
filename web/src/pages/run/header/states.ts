import type { HeaderRow } from './row'

type State = HeaderRow['state']

const meanings: Record<State, string> = {
  running: 'The trainer is at work: it was heard of just now.',
  preempting: 'The trainer said that its machine is about to be taken away.',
  stopping: 'Somebody asked it to stop: the trainer learns so with its next report.',
  finished: 'The trainer ended by itself, without an error.',
  failed: 'The trainer ended with an error.',
  killed: 'The trainer was ended from outside: stopped by somebody or by a signal.',
  crashed: 'The trainer fell silent without a word: the process or its machine died, or its network did.',
}

/** What a state means. */
export function meaningOf(state: State, exitCode?: number): string {
  const meaning = meanings[state] ?? 'A state that this page doesn’t know.'
  return exitCode === undefined || exitCode === 0 ? meaning : `${meaning} Exit code ${exitCode}.`
}

/** Whether a stop makes sense. */
export const isActive = (state: State): boolean => ['running', 'preempting', 'stopping'].includes(state)
