import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'

test('the types are those of the server’s OpenAPI document', () => {
  const made = mkdtempSync(join(tmpdir(), 'runledger-types-'))
  execFileSync('node', ['scripts/types.mjs', `${inject('server')}/openapi.json`, made])
  for (const file of ['schema.gen.ts', 'reads.gen.ts']) {
    // To mend it: make build, start the server, then npm run types -- http://…/openapi.json
    expect(readFileSync(join(made, file), 'utf8') === readFileSync(join('src/api', file), 'utf8'), file).toBe(true)
  }
})
