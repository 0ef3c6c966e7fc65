import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

// One server with an engine of its own and one Chromium serve all browser tests. Each test
// has its own people and projects: see rig.ts.

declare module 'vitest' {
  interface ProvidedContext {
    server: string
    adminKey: string
    chromium: string
  }
}

const top = fileURLToPath(new URL('../../..', import.meta.url))

/** Debian's Chromium, or what RUNLEDGER_CHROMIUM names: nothing is downloaded. */
function browserProgram(): string {
  const named = process.env.RUNLEDGER_CHROMIUM
  const found = [named, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (p) => p && existsSync(p),
  )
  if (!found) throw new Error('There is no Chromium: apt-get install chromium, or set RUNLEDGER_CHROMIUM.')
  return found
}

/** A server of its own, with an engine; flags override the usual ones. */
export async function startServer(data: string, ...flags: string[]) {
  const program = process.env.RUNLEDGER_BINARY ?? join(top, 'bin', 'runledger')
  if (!existsSync(program)) throw new Error(`There is no ${program}: run make build and make engine.`)
  const child = spawn(
    program,
    ['serve', '--data', data, '--listen', '127.0.0.1:0', '--web-dir', join(top, 'web', 'dist'), ...flags],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let log = ''
  child.stderr.setEncoding('utf8')
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (text: string) => {
      log = (log + text).slice(-20_000)
      const at = /runledger serves on (\S+)/.exec(log)
      if (at?.[1]) resolve(at[1])
    })
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${log}`)))
  })
  const stop = () =>
    new Promise<void>((done) => {
      child.removeAllListeners('exit')
      if (child.exitCode !== null) return done()
      child.on('exit', () => done())
      child.kill('SIGTERM')
    })
  return { url, pid: child.pid ?? 0, stop, log: () => log }
}

export default async function setup(project: TestProject) {
  if (!existsSync(join(top, 'web', 'dist', 'index.html')))
    execFileSync('npm', ['run', 'build'], { cwd: join(top, 'web') })
  const data = mkdtempSync(join(tmpdir(), 'runledger-browser-'))
  const browser = await chromium.launchServer({
    executablePath: browserProgram(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  })
  const server = await startServer(data)
  project.provide('server', server.url)
  project.provide('adminKey', readFileSync(join(data, 'admin.key'), 'utf8').trim())
  project.provide('chromium', browser.wsEndpoint())
  return async () => {
    await browser.close()
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
}
