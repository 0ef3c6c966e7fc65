/** A field that a request got wrong. */
export type Fault = { location?: string; message?: string; value?: unknown }

/** An error that the server explained (problem+json), or that kept it from answering (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** For programs; never changes. */
    readonly code: string,
    readonly detail: string,
    /** What to do about it. */
    readonly hint?: string,
    readonly errors: Fault[] = [],
    readonly requestId?: string,
  ) {
    super(detail)
    this.name = 'Problem'
  }
}

/** The problem that a response states. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as {
    code?: string
    detail?: string
    title?: string
    hint?: string
    errors?: Fault[]
    request_id?: string
  } | null
  return new Problem(
    response.status,
    body?.code ?? 'unknown',
    body?.detail ?? body?.title ?? `The server answered ${response.status}.`,
    body?.hint,
    body?.errors ?? [],
    body?.request_id ?? response.headers.get('X-Request-Id') ?? undefined,
  )
}

/** Any error as a problem, for showing it. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof TypeError) {
    return new Problem(0, 'unreachable', 'The server doesn’t answer.', 'The page tries again by itself.')
  }
  return new Problem(0, 'page', error instanceof Error ? error.message : String(error))
}

/** Whether it makes sense to ask again. */
export function passing(error: unknown): boolean {
  const { status } = asProblem(error)
  return status === 0 || status === 429 || status >= 502
}
