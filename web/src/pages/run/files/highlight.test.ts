import { expect, test } from 'vitest'
import { diffLook, languageOf, tokensOf } from './highlight'

const kinds = (name: string, ...lines: string[]) => {
  const language = languageOf(name)
  if (!language) throw new Error(`no language for ${name}`)
  return tokensOf(lines, language).map((line) => line.filter((t) => t.kind).map((t) => `${t.kind}:${t.text}`))
}

test('nothing of the text is lost', () => {
  const lines = ['def f(x): # "no"', "  return 'it\\'s' + 3.5e-7 # é 🎉", '"""a', 'b""" if x', '', '\tx="open']
  const language = languageOf('a.py')
  if (!language) throw new Error('no python')
  expect(tokensOf(lines, language).map((l) => l.map((t) => t.text).join(''))).toEqual(lines)
})

test('words, texts, numbers and comments are told apart', () => {
  expect(kinds('code/train.py', 'for i in range(10): # loop')).toEqual([
    ['keyword:for', 'keyword:in', 'number-word:10', 'comment:# loop'],
  ])
  expect(kinds('a.py', 'x = """one', 'two""" + 1')).toEqual([['string:"""one'], ['string:two"""', 'number-word:1']])
  expect(kinds('a.go', 'return "x" // y')).toEqual([['keyword:return', 'string:"x"', 'comment:// y']])
  expect(languageOf('notes.txt')).toBeUndefined()
})

test('diffs', () => {
  expect(['+a', '-b', '@@ -1 +1 @@', '+++ b/x', ' c'].map(diffLook)).toEqual([
    'added',
    'removed',
    'hunk',
    'hunk',
    undefined,
  ])
})
