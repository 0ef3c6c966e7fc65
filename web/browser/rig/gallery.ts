import { png, upload } from './media'
import { newBoard, trainings } from './panels'
import { admin, fresh, type Person } from './rig'
import { raiseAlert, uploadFiles } from './sdk'

/** A project that has something of everything, so that each page has content. */
export type Gallery = {
  person: Person
  /** ENTITY/PROJECT */
  project: string
  team: string
  report: string
  bar: string
  before: string
}

const kinds = [
  { kind: 'scatter', x_field: 'config.lr', y_field: 'summary.loss' },
  { kind: 'scalar', metrics: ['acc'], aggregate: 'max' },
  { kind: 'histogram', metrics: ['loss'], bins: 3 },
  { kind: 'parallel_coordinates', fields: ['config.lr', 'summary.loss'] },
  { kind: 'run_comparer' },
  { kind: 'markdown', text: '# Notes\n\nSeeds **matter**, see [the overview](../overview) and `lr`.' },
  { kind: 'media', keys: ['sample'] },
  { kind: 'line', metrics: ['loss'], grouping: ['config.arch'], title: 'Grouped' },
  { kind: 'bar', metrics: ['nothing of this name'] },
]

export async function newGallery(): Promise<Gallery> {
  const e = '\u001b'
  const path = 'media/images/sample_0.png'
  const sample = { _type: 'image-file', path, width: 12, height: 9, format: 'png', caption: 'red' }
  const board = await newBoard([
    ...trainings(6),
    {
      run: 'run-00',
      step: 2,
      metrics: { sample, 'train/loss': 0.25 },
      console: [
        `${e}[31mred${e}[0m plain ${e}[32mgreen${e}[33m yellow${e}[34m blue${e}[m`,
        { text: 'oops', stream: 'stderr' },
      ],
      tags: ['baseline'],
      notes: 'the first that *works*',
    },
    { run: 'broken', config: { lr: 3 }, step: 0, metrics: { loss: Number.MAX_VALUE }, finish: 1 },
    { run: 'going', config: { lr: 2 }, step: 0, metrics: { loss: 4 } },
  ])
  const { person, project } = board
  await admin().patch(`/users/${person.name}`, { admin: true })
  const [entity = '', name = ''] = project.split('/')
  const at = { entity, project: name, run: 'run-00' }
  await upload(person, project, 'run-00', path, png(12, 9, [200, 0, 0]))
  await uploadFiles(person.client, at, {
    'code/train.py': '# the tracker\nimport wandb\n\ndef main():\n    return "text" + str(42)\n',
    'notes.md': '# Title\n\nA [link](https://example.org) and `code`.',
    'config.json': '{"big":9223372036854775807,"list":[1,true,null,"text"]}',
  })
  await raiseAlert(person.client, at, 'Loss went up', 'It was 3', 'ERROR')
  const bar = await board.add({ kind: 'bar', metrics: ['loss'] })
  for (const spec of kinds) await board.add(spec)
  const before = new Date().toISOString()
  await person.client.patch(`/projects/${project}`, { description: 'What we try on **digits**.' })
  await person.client.patch(`/projects/${project}/runs/run-01`, { display_name: 'renamed', tags: ['baseline', 'good'] })
  await person.client.del(`/projects/${project}/runs/run-05`)
  await person.client.post('/projects', { entity, name: 'discarded' })
  await person.client.del(`/projects/${entity}/discarded`)
  const team = fresh('vision')
  await person.client.post('/teams', { name: team })
  const { id: report } = await person.client.post<{ id: string }>(`/projects/${project}/reports`, {
    title: 'What we found',
    description: 'Of spring',
    live: true,
    blocks: [
      { kind: 'markdown', text: '# Beginning\n\nWith `code`, a [link](https://example.org) and\n\n- a list' },
      {
        kind: 'panel_grid',
        panels: [
          { kind: 'line', metrics: ['loss'] },
          { kind: 'bar', metrics: ['loss'] },
        ],
      },
      { kind: 'run_set', run_set: { columns: ['name', 'summary.loss', 'config.lr'] } },
    ],
  })
  return { person, project, team, report, bar, before }
}
