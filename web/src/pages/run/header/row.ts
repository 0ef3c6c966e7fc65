import type { OneRun } from '../../../api/run'

/** What the header knows of a run. */
export type HeaderRow = OneRun['row']
