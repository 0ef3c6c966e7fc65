import type { Client } from './client'

/** What the wandb SDK asks over HTTP, where the ingest route has no words for it: attributes of a run, files, alerts. */
export async function graphql(
  c: Client,
  query: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${c.url}/graphql`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`api:${c.key}`).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ query, variables: { input } }),
  })
  const answer = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown }
  if (!answer.data || answer.errors) throw new Error(`graphql: ${response.status} ${JSON.stringify(answer)}`)
  return answer.data
}

type Place = { entity: string; project: string; run: string }

/** Creates a run, or says more of one: host, jobProgram, jobRepo, commit, groupName, sweep, … */
export const upsertRun = (c: Client, at: Place, attributes: Record<string, unknown>) =>
  graphql(
    c,
    'mutation UpsertBucket($input: UpsertBucketInput!) { upsertBucket(input: $input) { bucket { id } inserted } }',
    { entityName: at.entity, modelName: at.project, name: at.run, ...attributes },
  )

/** Uploads files of a run as the SDK does: asks where to, then puts them there. */
export async function uploadFiles(c: Client, at: Place, files: Record<string, string | Uint8Array>): Promise<void> {
  const data = await graphql(
    c,
    'mutation CreateRunFiles($input: CreateRunFilesInput!) { createRunFiles(input: $input) { files { name uploadUrl } } }',
    { entityName: at.entity, projectName: at.project, runName: at.run, files: Object.keys(files) },
  )
  const { files: urls } = data.createRunFiles as { files: { name: string; uploadUrl: string }[] }
  for (const { name, uploadUrl } of urls) {
    const put = await fetch(uploadUrl, { method: 'PUT', body: files[name] as BodyInit })
    if (!put.ok) throw new Error(`PUT ${name}: ${put.status} ${await put.text()}`)
  }
  const names = new Set(Object.keys(files))
  for (let i = 0; i < 200; i++) {
    const listed = await c.get<{ files: { name: string; size: number }[] | null }>(
      `/projects/${at.entity}/${at.project}/runs/${at.run}/files`,
    )
    if ((listed.files ?? []).filter((f) => names.has(f.name) && f.size >= 0).length === names.size) return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('the files aren’t listed')
}

export const raiseAlert = (c: Client, at: Place, title: string, text: string, severity = 'WARN') =>
  graphql(
    c,
    'mutation Alert($input: NotifyScriptableRunAlertInput!) { notifyScriptableRunAlert(input: $input) { success } }',
    { entityName: at.entity, projectName: at.project, runName: at.run, title, text, severity, waitDuration: 0 },
  )
