import { fresh, newPerson, type Person } from './rig'

/** A project with a few runs, and its path in the API and on the page. */
export type Lab = { ann: Person; name: string; api: string; page: string }

/** Runs with curves, configs and summaries: loss of run i at step s is (i + 1) / (s + 1). */
export async function newLab(runs = 3, steps = 20): Promise<Lab> {
  const ann = await newPerson()
  const name = fresh('lab')
  await ann.client.post('/projects', { entity: ann.name, name })
  const lines = []
  for (let i = 0; i < runs; i++) {
    const run = { project: `${ann.name}/${name}`, run: `run-${i}` }
    lines.push({ ...run, name: `trial ${i}`, config: { lr: 10 ** -(i + 1), optimizer: i % 2 ? 'sgd' : 'adam' } })
    for (let step = 0; step < steps; step++)
      lines.push({ ...run, step, metrics: { loss: (i + 1) / (step + 1), acc: step / steps } })
    lines.push({ ...run, finish: 0 })
  }
  await ann.client.log(lines)
  return { ann, name, api: `/projects/${ann.name}/${name}`, page: `/${ann.name}/${name}` }
}

export type NewReport = { id: string; version: number }

export const newReport = (lab: Lab, body: Record<string, unknown>) =>
  lab.ann.client.post<NewReport>(`${lab.api}/reports`, body)
