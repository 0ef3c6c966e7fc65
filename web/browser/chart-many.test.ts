import { expect, test } from 'vitest'
import { says, tipText } from './rig/chart'
import { fresh, newPerson, openPage, withBrowser } from './rig/rig'

withBrowser()

test('1,000 lines: all are drawn, and pointing stays smooth', async () => {
  const ann = await newPerson()
  const project = `${ann.name}/${fresh('sweep')}`
  await ann.client.post('/projects', { entity: ann.name, name: project.split('/')[1] })
  for (let from = 0; from < 1000; from += 250) {
    await ann.client.log(
      Array.from({ length: 250 }, (_, r) =>
        Array.from({ length: 200 }, (_, step) => ({
          project,
          run: `r${from + r}`,
          step,
          metrics: { loss: 1 / (1 + step / (10 + ((from + r) % 97))) + Math.sin((step + 1) * (from + r + 1)) * 0.05 },
        })),
      ).flat(),
    )
  }
  const api = `/projects/${project}/workspaces/me`
  const { panels } = await ann.client.get<{ panels: { id: string }[] }>(`${api}/panels`)
  await ann.client.patch(`${api}/panels/${panels[0]?.id}`, { max_runs: 1000 })
  const page = await openPage(ann, `/${project}/workspace`)
  const chart = page.locator('[data-chart][data-lines="1000"]')
  await chart.waitFor()
  // How long the page works for a move of the pointer, and for drawing: the median, others use the machine as well.
  const work = await page.evaluate(async () => {
    const chart = document.querySelector<HTMLElement>('[data-chart]')
    const over = chart?.querySelector<HTMLElement>('.u-over')
    const canvas = over?.querySelector('canvas')
    if (!chart?.parentElement || !over || !canvas) throw new Error('no chart')
    const middle = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN
    const frame = () => new Promise(requestAnimationFrame)
    const box = over.getBoundingClientRect()
    const moves: number[] = []
    for (let i = 0; i < 60; i++) {
      const place = {
        clientX: box.left + (box.width * i) / 60,
        clientY: box.top + box.height * (0.5 + 0.3 * Math.sin(i)),
      }
      const begun = performance.now()
      over.dispatchEvent(new PointerEvent('pointermove', { ...place, bubbles: true }))
      moves.push(performance.now() - begun)
      await frame()
    }
    const draws: number[] = []
    for (let i = 0; i < 9; i++) {
      chart.parentElement.style.width = `${chart.clientWidth - 2}px`
      await frame()
      await frame()
      const begun = performance.now()
      canvas.getContext('2d')?.getImageData(0, 0, 1, 1) // waits until it is on the canvas
      draws.push(Number(chart.dataset.drawMs) + performance.now() - begun)
    }
    return { move: middle(moves), draw: middle(draws) }
  })
  expect(work.move).toBeLessThan(16)
  expect(work.draw).toBeLessThan(100)
  await says(chart, 'data-emphasised', /./)
  expect((await tipText(page)).split('\n').at(-1)).toBe('and 992 more')
})
