/** What a program does over HTTP, beside the page: for seeding, and for checking what the page did. */
export class Client {
  constructor(
    readonly url: string,
    readonly key: string,
  ) {}

  async ask<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.raw(method, path, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }

  raw(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.key}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  get = <T = Record<string, unknown>>(path: string) => this.ask<T>('GET', path)
  post = <T = Record<string, unknown>>(path: string, body?: unknown) => this.ask<T>('POST', path, body)
  patch = <T = Record<string, unknown>>(path: string, body?: unknown) => this.ask<T>('PATCH', path, body)
  put = <T = Record<string, unknown>>(path: string, body?: unknown) => this.ask<T>('PUT', path, body)
  del = <T = Record<string, unknown>>(path: string) => this.ask<T>('DELETE', path)

  /**
   * Logs lines (see POST /api/v1/ingest), and returns once reads of their project include them.
   * A line is {project, run, step?, metrics?, config?, summary?, state?, …}.
   */
  async log(lines: Line[]): Promise<void> {
    if (lines.length === 0) return
    const response = await fetch(`${this.url}/api/v1/ingest`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/x-ndjson' },
      body: lines.map((l) => JSON.stringify(l)).join('\n'),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`ingest: ${response.status} ${text}`)
    const { position } = JSON.parse(text) as { position: string }
    for (const project of new Set(lines.map((l) => l.project))) {
      await this.get(`/projects/${project}/runs?limit=1&wait_for=${position}`)
    }
  }
}

export type Line = { project: string; run: string; [field: string]: unknown }
