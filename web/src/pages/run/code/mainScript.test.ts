import { expect, test } from 'vitest'
import { mainScript } from './mainScript'

const files = ['code/helper.py', 'code/src/train.py', 'code/z.txt', 'diff.patch'].map((name) => ({
  name,
  size: 1,
  at: '',
}))

test('the main script is what the program’s path ends with', () => {
  expect(mainScript(files, '/srv/proj/src/train.py')).toBe('code/src/train.py')
  expect(mainScript(files, 'train.py')).toBe('code/src/train.py')
  expect(mainScript(files, 'elsewhere.py')).toBe('code/helper.py')
  expect(mainScript(files.slice(3))).toBe('diff.patch')
  expect(mainScript([])).toBe('')
})
