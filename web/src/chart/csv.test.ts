import { expect, test } from 'vitest'
import { answerOf, groupedAnswer } from './answers.test-data'
import { chartCSV, field } from './csv'
import { fileName } from './export'

test('fields are quoted where they must be', () => {
  expect(['a', 'a,b', 'say "hi"', 'two\nlines', ''].map(field)).toEqual([
    'a',
    '"a,b"',
    '"say ""hi"""',
    '"two\nlines"',
    '',
  ])
})

test('a row for each bucket that has points, with every digit', () => {
  const answer = answerOf(
    [
      { name: 'a, "b"', count: [1, 0, 2, 1], mean: [0.1, null, 0.30000000000000004, null], nan: [0, 0, 0, 1] },
      { count: [0, 0, 0, 1], mean: [null, null, null, 1e-7] },
    ],
    {},
    [4.5, 14.5, 24.5, 34.5],
    10,
  )
  expect(chartCSV(answer)).toBe(
    [
      'metric,run,run_name,step,step_from,step_to,mean,count,nan',
      'loss,run-0,"a, ""b""",4.5,0,10,0.1,1,0',
      'loss,run-0,"a, ""b""",24.5,20,30,0.30000000000000004,2,0',
      'loss,run-0,"a, ""b""",34.5,30,40,,1,1',
      'loss,run-1,Run 1,34.5,30,40,1e-7,1,0',
      '',
    ].join('\r\n'),
  )
})

test('groups have a column for each key; quantiles for each level', () => {
  const group = [{ key: 'config.lr', value: 0.1 }]
  expect(chartCSV(groupedAnswer([{ group, mean: [1], last: ['Infinity'], quantiles: [[0.5], [2]] }]))).toBe(
    'metric,config.lr,step,step_from,step_to,mean,last,quantile_1,quantile_2\r\nloss,0.1,0,0,1,1,Infinity,0.5,2\r\n',
  )
})

test('files have names that every system takes', () => {
  expect(fileName('train/loss: über?', 'csv')).toBe('train-loss-über.csv')
  expect(fileName('///', 'png')).toBe('chart.png')
})
