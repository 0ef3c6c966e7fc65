import { expect, test } from 'vitest'
import { cssColour, piecesOf, seenText } from './ansi'

const e = '\u001b'
const looks = (line: string) => piecesOf(line).map((p) => [p.text, p.look])

test('plain lines are one piece', () => {
  expect(looks('step 1\tloss 0.5')).toEqual([['step 1\tloss 0.5', {}]])
  expect(piecesOf('')).toEqual([])
})

test('colours: 16, 256 and true ones, for text and background', () => {
  expect(looks(`${e}[31mred${e}[0m no`)).toEqual([
    ['red', { fg: 1 }],
    [' no', {}],
  ])
  expect(looks(`${e}[92;44mx`)).toEqual([['x', { fg: 10, bg: 4 }]])
  expect(looks(`${e}[38;5;208mx${e}[48;2;1;2;255my`)).toEqual([
    ['x', { fg: 208 }],
    ['y', { fg: 208, bg: '#0102ff' }],
  ])
  expect(looks(`${e}[38:5:208mx`)).toEqual([['x', { fg: 208 }]])
})

test('styles go on and off', () => {
  expect(looks(`${e}[1;4mB${e}[22mu${e}[24;3mi${e}[mp`)).toEqual([
    ['B', { bold: true, underline: true }],
    ['u', { underline: true }],
    ['i', { italic: true }],
    ['p', {}],
  ])
})

test('a carriage return writes over, as progress bars do', () => {
  expect(seenText('10%\r20%\r100% done')).toBe('100% done')
  expect(seenText('abcdef\rXY')).toBe('XYcdef')
  expect(seenText(`abcdef\r${e}[KXY`)).toBe('XY')
  expect(seenText('ab\bc')).toBe('ac')
  expect(seenText('done\r')).toBe('done')
})

test('what isn’t about looks is left out', () => {
  expect(seenText(`${e}]0;title\u0007a${e}[2Jb${e}[?25lc${e}(Bd\u0000`)).toBe('abcd')
  expect(seenText(`x${e}[`)).toBe('x')
  expect(seenText(`x${e}`)).toBe('x')
  expect(seenText(`${e}[999999999Gx`).length).toBeLessThan(10_002)
})

test('signs beyond 16 bits stay whole', () => {
  expect(seenText(`${e}[1m🎉ü`)).toBe('🎉ü')
})

test('colours for CSS', () => {
  expect(cssColour(1)).toBe('var(--ansi-1)')
  expect(cssColour(16)).toBe('rgb(0 0 0)')
  expect(cssColour(208)).toBe('rgb(255 135 0)')
  expect(cssColour(255)).toBe('rgb(238 238 238)')
  expect(cssColour('#010203')).toBe('#010203')
})
