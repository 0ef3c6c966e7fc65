import { deflateSync } from 'node:zlib'
import type { Person } from './rig'

/** Puts a file of a run on the server, as the W&B SDK does. */
export async function upload(who: Person, project: string, run: string, name: string, content: Uint8Array | string) {
  const [entityName, projectName] = project.split('/')
  const { url, key } = who.client
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      query: `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
        createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
          runID uploadHeaders files { name uploadUrl } } }`,
      variables: { entity: entityName, project: projectName, run, files: [name] },
    }),
  })
  const text = await response.text()
  const to = (JSON.parse(text) as { data?: { createRunFiles?: { files: { uploadUrl: string }[] } } }).data
    ?.createRunFiles?.files[0]?.uploadUrl
  if (!to) throw new Error(`no address to upload ${name} to: ${text}`)
  const put = await fetch(to, { method: 'PUT', body: content as BodyInit })
  if (!put.ok) throw new Error(`upload ${name}: ${put.status} ${await put.text()}`)
}

/** A PNG of one colour. */
export function png(width: number, height: number, [r, g, b]: [number, number, number]): Uint8Array {
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([r, g, b]))])
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8) // 8 bits of red, green and blue
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc(body), body.length + 4)
  return out
}

function crc(of: Buffer): number {
  let c = 0xffffffff
  for (const byte of of) {
    c ^= byte
    for (let i = 0; i < 8; i++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0)
  }
  return (c ^ 0xffffffff) >>> 0
}
