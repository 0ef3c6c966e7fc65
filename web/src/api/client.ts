import createClient, { type Client, type Middleware } from 'openapi-fetch'
import { base } from './address'
import { notePosition, positionToWaitFor } from './positions'
import { Problem, problemOf } from './problem'
import { takesAsOf, takesWaitFor } from './reads.gen'
import type { components, paths } from './schema.gen'

/** The API's types by name, as in its OpenAPI document. */
export type Schemas = components['schemas']

export type Api = Client<paths>

/** Adds what each request of the page has in common, and turns refusals into Problems. */
function common(asOf: string | undefined): Middleware {
  return {
    async onRequest({ request, schemaPath, params }) {
      const operation = `${request.method} ${schemaPath}`
      const url = new URL(request.url)
      if (asOf && takesAsOf.has(operation)) url.searchParams.set('as_of', asOf)
      else if (takesWaitFor.has(operation)) {
        const position = positionToWaitFor(params.path)
        if (position) url.searchParams.set('wait_for', position)
      }
      return url.href === request.url ? undefined : moved(request, url)
    },
    async onResponse({ request, response, schemaPath, params }) {
      if (!response.ok) throw await problemOf(response)
      // What can be asked of the past is a question, whatever its method: it changes nothing.
      const question = request.method === 'GET' || takesAsOf.has(`${request.method} ${schemaPath}`)
      if (!question) await notePosition(params.path, response)
      return undefined
    },
  }
}

/** The request at another address. A body is read first: as a stream it needs HTTP/2. */
async function moved(request: Request, url: URL): Promise<Request> {
  if (request.body === null) return new Request(url, request)
  const { method, headers, signal, credentials } = request
  return new Request(url, { method, headers, signal, credentials, body: await request.blob() })
}

const clients = new Map<string, Api>()

/**
 * The API as of a moment (a time or a position), or as of now. Reads that can, answer as
 * of then; those of now include what this page changed last. Refusals are thrown: Problem.
 */
export function apiAsOf(asOf?: string): Api {
  const known = clients.get(asOf ?? '')
  if (known) return known
  const client = createClient<paths>({ baseUrl: base.href.replace(/\/$/, ''), credentials: 'same-origin' })
  client.use(common(asOf))
  if (clients.size > 100) clients.clear() // a slider was moved a lot
  clients.set(asOf ?? '', client)
  return client
}

/** The API as of now. */
export const api = apiAsOf()

/** The body of an answer. A refusal was thrown by then: see apiAsOf. */
export async function body<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await answer
  if (data === undefined && response.status !== 204) {
    throw new Problem(response.status, 'empty', 'The server’s answer has no content.')
  }
  return data as T
}
