import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newPerson, openPage, withBrowser } from './rig/rig'
import { raiseAlert, uploadFiles } from './rig/sdk'

withBrowser()

/** What axe finds serious or worse in the page, without the frame: rule and element. */
async function seriousIn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: found } = window as unknown as { axe: typeof axe }
    const { violations } = await found.run('main', { resultTypes: ['violations'] })
    return violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary?.slice(0, 200)}`))
  })
}

test.each(['light', 'dark'] as const)('axe finds nothing serious on any tab of a run, in %s', async (scheme) => {
  const ann = await newPerson()
  const project = `${ann.name}/digits`
  const e = '\u001b'
  const colours = Array.from({ length: 16 }, (_, i) => `${e}[${i < 8 ? 30 + i : 82 + i}mcolour ${i}${e}[0m`)
  await ann.client.log([
    { project, run: 'b', name: 'other', config: { lr: 0.1, opt: { name: 'sgd' } } },
    { project, run: 'a', name: 'one', tags: ['x'], group: 'g', config: { lr: 0.1, opt: { name: 'adam' }, nan: 'NaN' } },
    { project, run: 'a', step: 1, metrics: { 'train/loss': 0.5, acc: 0.1 }, system: { cpu: 1 } },
    { project, run: 'a', console: [...colours, `${e}[38;5;208mx`] },
  ])
  const at = { entity: ann.name, project: 'digits', run: 'a' }
  const files = { 'code/a.py': 'import x  # y\nprint("z", 1)\n', 'diff.patch': '@@ -1 +1 @@\n-a\n+b\n' }
  await uploadFiles(ann.client, at, files)
  await raiseAlert(ann.client, at, 'Careful', 'text')
  await ann.client.patch(`/projects/${project}/runs/a`, { notes: 'Some **notes**' })
  const parts: [string, string][] = [
    ['charts?details=1', '[data-chart]'],
    ['config', '[data-path=lr]'],
    ['summary', '[data-path=acc]'],
    ['console', '[data-line="16"]'],
    ['system', '[data-metric=cpu] [data-chart]'],
    ['files?file=diff.patch', '[data-diff=added]'],
    ['code', '[data-code]'],
    ['alerts', 'text=Careful'],
    ['audit', '[data-type^="run."]'],
    ['related', '[data-run=b]'],
  ]
  const faults: string[] = []
  const page = await openPage(ann, `/${project}/runs/a`, { scheme })
  for (const [part, shown] of parts) {
    await page.goto(`/${project}/runs/a/${part}`)
    await page.locator(shown).first().waitFor()
    faults.push(...(await seriousIn(page)).map((f) => `${part}: ${f}`))
  }
  expect(faults).toEqual([])
})
