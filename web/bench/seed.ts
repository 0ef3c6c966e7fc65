import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import type { Client, Line } from '../browser/rig/client'

// What is measured is measured on these projects. Sizes come from RUNLEDGER_BENCH_SCALE:
// 1 is the real one, 0.01 only shows that it runs.

export const scale = Number(process.env.RUNLEDGER_BENCH_SCALE ?? '1')
const of = (n: number, least = 1) => Math.max(least, Math.round(n * scale))

const program = fileURLToPath(new URL('../../bin/runledger', import.meta.url))

/** 10,000 runs of 1,000 steps of `loss`, of which some have 999 other metrics in 100 sections: 1,000 panels in all. */
export async function manyRuns(admin: Client): Promise<{ project: string; runs: number }> {
  const runs = of(10_000, 50)
  const project = 'admin/many-runs'
  execFileSync(
    program,
    ['load', '--server', inject('server'), '--project', project, '--runs', `${runs}`, '--trainers', '4', '--metrics', '1',
      '--rate', 'max', '--batch', '250', '--format', 'protobuf', '--points', `${runs * 1000}`, '--no-probe'],
    { env: { ...process.env, RUNLEDGER_KEY: inject('adminKey') }, stdio: 'ignore' },
  ) // biome-ignore format: one flag a value
  const newest = await admin.get<{ runs: { id: string }[] }>(`/projects/${project}/runs?limit=50`)
  let lines: Line[] = []
  for (const [i, run] of newest.runs.entries()) {
    for (let step = 0; step < 20; step++) {
      const metrics: Record<string, number> = {}
      for (let m = 0; m < (i < 10 ? 999 : 60); m++) {
        metrics[`s${`${Math.floor(m / 10)}`.padStart(3, '0')}/m${`${m}`.padStart(4, '0')}`] = (m + i) / (step + 1)
      }
      lines.push({ project, run: run.id, step, metrics })
    }
    if (lines.length >= 100 || i === newest.runs.length - 1) {
      await admin.log(lines)
      lines = []
    }
  }
  return { project, runs }
}

/** 100,000 runs with 50 values of config each. */
export async function wideTable(admin: Client): Promise<{ project: string; runs: number }> {
  const runs = of(100_000, 500)
  const project = 'admin/wide-table'
  for (let from = 0; from < runs; from += 1000) {
    const lines: Line[] = []
    for (let i = from; i < Math.min(from + 1000, runs); i++) {
      const config: Record<string, unknown> = {}
      for (let k = 0; k < 50; k++)
        config[`key${`${k}`.padStart(2, '0')}`] = k % 5 === 0 ? `word ${(i * (k + 7)) % 97}` : (i * (k + 3)) % 1009
      lines.push({ project, run: `r${`${i}`.padStart(6, '0')}`, config })
    }
    await admin.log(lines)
  }
  return { project, runs }
}
