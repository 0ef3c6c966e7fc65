import type { Line } from './client'
import { newPerson, type Person } from './rig'

/** A person with a project in which runs have logged something, and a section for panels. */
export type Board = {
  person: Person
  project: string
  me: string
  section: string
  add: (spec: object) => Promise<string>
}

/** Logs lines into a new project (their project is filled in) and makes a section in it. */
export async function newBoard(lines: Omit<Line, 'project'>[]): Promise<Board> {
  const person = await newPerson()
  const project = `${person.name}/digits`
  await person.client.log(lines.map((l) => ({ ...l, project }) as Line))
  const me = `/projects/${project}/workspaces/me`
  const { id } = await person.client.post<{ id: string }>(`${me}/sections`, { title: 'Mine', columns: 3, rows: 4 })
  const add = async (spec: object) => (await person.client.post<{ id: string }>(`${me}/sections/${id}/panels`, spec)).id
  return { person, project, me, section: id, add }
}

/** A few trainings with a config, a summary and a metric over steps. */
export function trainings(n: number): Omit<Line, 'project'>[] {
  const lines: Omit<Line, 'project'>[] = []
  for (let i = 0; i < n; i++) {
    const run = `run-${String(i).padStart(2, '0')}`
    lines.push({
      run,
      name: `training ${i}`,
      config: { lr: 0.1 * (i + 1), arch: i % 2 ? 'cnn' : 'mlp', seed: 7 },
      step: 0,
      metrics: { loss: 10 + i },
    })
    lines.push({ run, step: 1, metrics: { loss: i, acc: i / 10 }, finish: 0 })
  }
  return lines
}
