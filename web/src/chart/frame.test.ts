import { expect, test } from 'vitest'
import { presets } from '../runs/colours'
import { answerOf, groupedAnswer } from './answers.test-data'
import { frameOf, type Line } from './frame'

const only = (lines: Line[]): Line => {
  expect(lines).toHaveLength(1)
  return lines[0] as Line
}

test('a line is the mean; buckets without points are passed over, the line goes on', () => {
  const line = only(frameOf(answerOf([{ count: [1, 0, 2, 1], mean: [1, null, 3, 4] }])).lines)
  expect([...line.x]).toEqual([0, 2, 3])
  expect([...line.y]).toEqual([1, 3, 4])
  expect(line.at).toEqual([0, 2, 3])
})

test('where only NaN was logged the line breaks, and a mark tells how many', () => {
  const line = only(
    frameOf(answerOf([{ count: [1, 2, 3, 1], mean: [1, null, 3, 4], nan: [0, 2, 1, 0], last: [1, 'NaN', 3, 4] }]))
      .lines,
  )
  expect([...line.y]).toEqual([1, Number.NaN, 3, 4])
  expect(line.marks).toEqual([
    { x: 1, at: 1, kind: 'nan', count: 2 },
    { x: 2, at: 2, kind: 'nan', count: 1 },
  ])
})

test('infinities are marked, and are the end of a band', () => {
  const line = only(
    frameOf(
      answerOf([
        {
          count: [1, 1, 2, 1],
          mean: [1, null, 3, null],
          min: [1, 'Infinity', 3, '-Infinity'],
          max: [1, 'Infinity', 'Infinity', '-Infinity'],
          positive_infinity: [0, 1, 1, 0],
          negative_infinity: [0, 0, 0, 1],
        },
      ]),
    ).lines,
  )
  expect(line.marks.map((m) => m.kind)).toEqual(['infinite', 'infinite', '-infinite'])
  expect(line.hi?.[2]).toBe(Number.POSITIVE_INFINITY)
})

test('a line of an aggregate that is infinite is marked without counts, too', () => {
  const line = only(frameOf(answerOf([{ max: [1, 'Infinity', '-Infinity', 2] }]), { aggregate: 'max' }).lines)
  expect(line.marks.map((m) => m.kind)).toEqual(['infinite', '-infinite'])
  expect([...line.y]).toEqual([1, Number.NaN, Number.NaN, 2])
})

test('on a log axis what isn’t above 0 is marked', () => {
  const line = only(frameOf(answerOf([{ count: [1, 1, 1, 1], mean: [1, 0, -3, 4] }]), { yLog: true }).lines)
  expect(line.marks.map((m) => [m.x, m.kind])).toEqual([
    [1, 'not positive'],
    [2, 'not positive'],
  ])
  expect([...line.y]).toEqual([1, Number.NaN, Number.NaN, 4])
})

test('runs have an envelope, groups a deviation, and both what is chosen', () => {
  const series = {
    mean: [2, 2, 2, 2],
    min: [1, 1, 1, 0],
    max: [3, 3, 3, 9],
    stddev: [0.5, 0.5, null, 1],
    stderr: [0.1, 0.1, 0.1, 0.1],
  }
  const run = only(frameOf(answerOf([series])).lines)
  expect([run.lo?.[3], run.hi?.[3]]).toEqual([0, 9])
  const group = only(frameOf(groupedAnswer([series])).lines)
  expect([group.lo?.[0], group.hi?.[0], group.hi?.[2]]).toEqual([1.5, 2.5, Number.NaN])
  const chosen = only(frameOf(groupedAnswer([series]), { band: 'stderr' }).lines)
  expect(chosen.hi?.[0]).toBe(2.1)
  expect(only(frameOf(groupedAnswer([series]), { band: 'none' }).lines).lo).toBeUndefined()
  const quantiles = {
    mean: [2, 2, 2, 2],
    quantiles: [
      [1, 1, 1, 1],
      [2, 2, 2, 2],
      [4, 4, 4, 4],
    ],
  }
  const middle = only(frameOf(groupedAnswer([quantiles]), { band: 'quantiles' }).lines)
  expect([middle.lo?.[0], middle.hi?.[0]]).toEqual([1, 4])
})

test('a smoothed line is drawn over what it smooths', () => {
  const line = only(frameOf(answerOf([{ mean: [1, 3, 1, 3], smoothed: [1, 2, 1.5, 2.2] }])).lines)
  expect([...line.y]).toEqual([1, 2, 1.5, 2.2])
  expect([...(line.raw ?? [])]).toEqual([1, 3, 1, 3])
})

test('in full each line has its own x', () => {
  const answer = answerOf([
    { x: [0, 5, 7], mean: [1, 2, 3] },
    { x: [1], mean: [9] },
  ])
  delete answer.x
  const { lines, edges } = frameOf(answer)
  expect(lines.map((l) => [...l.x])).toEqual([[0, 5, 7], [1]])
  expect(edges(lines[0] as Line, 1)).toEqual([5, 5])
})

test('a run has its own colour; of one run the metrics have colours', () => {
  const colours = (series: Parameters<typeof answerOf>[0]) => frameOf(answerOf(series)).lines.map((l) => l.colour)
  expect(colours([{ color: '#123456' }, { color: 'preset:7' }, { number: 2 }])).toEqual([
    '#123456',
    presets[7],
    presets[2],
  ])
  expect(colours([{ run: 'a' }, { run: 'a', metric: 'acc' }])).toEqual([presets[0], presets[1]])
  const two = frameOf(
    answerOf([
      { run: 'a', number: 1 },
      { run: 'b', number: 2 },
      { run: 'a', number: 1, metric: 'acc' },
    ]),
  ).lines
  expect(two.map((l) => l.colour)).toEqual([presets[1], presets[2], presets[1]])
  expect(two.map((l) => l.dash.length > 0)).toEqual([false, false, true])
  expect(two.map((l) => l.name)).toEqual(['Run 0 · loss', 'Run 1 · loss', 'Run 2 · acc'])
})

test('groups are named by their values', () => {
  const group = [
    { key: 'config.arch', value: 'mlp' },
    { key: 'config.lr', value: 0.1 },
    { key: 'config.tag', value: null },
  ]
  expect(only(frameOf(groupedAnswer([{ group, mean: [1] }])).lines).name).toBe('arch: mlp, lr: 0.1, tag: –')
})

test('groups of one chart have different colours as long as there are enough', () => {
  const answer = groupedAnswer(
    Array.from({ length: 20 }, (_, i) => ({ group: [{ key: 'config.n', value: i }], mean: [1] })),
  )
  const colours = frameOf(answer).lines.map((l) => l.colour)
  expect(new Set(colours).size).toBe(20)
  answer.series?.reverse()
  expect(frameOf(answer).lines.every((l) => presets.some((p) => p === l.colour))).toBe(true)
})

test('nothing at all is an empty frame', () => {
  const answer = answerOf([])
  answer.series = null
  expect(frameOf(answer).lines).toEqual([])
})
