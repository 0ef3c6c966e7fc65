// A read that follows a change must include it. Each change's answer has a position; reads
// of the same project wait for the last one, for as long as tables may lag.

type Path = Record<string, unknown> | undefined

const lag = 30_000 // ms
const last = new Map<string, { position: string; until: number }>()

const projectOf = (path: Path) => (path?.entity && path.project ? `${path.entity}/${path.project}` : '')

/** Remembers the position in the answer to a change. */
export async function notePosition(path: Path, response: Response): Promise<void> {
  if (!response.headers.get('Content-Type')?.includes('json')) return
  const answer = (await response
    .clone()
    .json()
    .catch(() => null)) as { position?: unknown } | null
  if (typeof answer?.position !== 'string') return
  last.set(projectOf(path), { position: answer.position, until: Date.now() + lag })
}

const own = 2_000 // ms for which the position of an own change counts for more

/** Remembers how far the live stream has told: what is read because of it includes it. */
export function heardPosition(path: Path, position: string): void {
  const known = last.get(projectOf(path))
  if (known && known.until - lag + own > Date.now()) return
  last.set(projectOf(path), { position, until: Date.now() + lag })
}

/** The position that a read of a project has to include, if any. */
export function positionToWaitFor(path: Path): string | undefined {
  const known = last.get(projectOf(path))
  return known && known.until > Date.now() ? known.position : undefined
}
