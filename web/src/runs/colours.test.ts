import { expect, test } from 'vitest'
import { groupColour, groupColours, presets, runColour } from './colours'

// WCAG 2.2, relative luminance and contrast.
function luminance(hex: string) {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
function contrast(a: string, b: string) {
  const [x = 0, y = 0] = [luminance(a), luminance(b)].sort((p, q) => q - p)
  return (x + 0.05) / (y + 0.05)
}

test('lines can be seen on both surfaces', () => {
  for (const c of presets) {
    expect(contrast(c, '#ffffff'), `${c} on light`).toBeGreaterThan(3)
    expect(contrast(c, '#1c1f23'), `${c} on dark`).toBeGreaterThan(3)
  }
  expect(new Set(presets).size).toBe(presets.length)
})

test('a run’s colour is its own, else follows from its number', () => {
  expect(runColour({ color: '#12AB9F', number: 3 })).toBe('#12AB9F')
  expect(runColour({ color: 'preset:3', number: 7 })).toBe(presets[3])
  expect(runColour({ number: 21 })).toBe(presets[1])
  expect(runColour({ color: 'garbage', number: 0 })).toBe(presets[0])
})

test('groups that are seen together have colours of their own, as long as there are enough', () => {
  const groups = Array.from({ length: 30 }, (_, i) => [{ key: 'config.arch', value: `a${i}` }])
  const colours = [...groupColours(groups.map((g, i) => [`${i}`, g])).values()]
  expect(new Set(colours.slice(0, presets.length)).size).toBe(presets.length)
  expect(colours[0]).toBe(groupColour(groups[0]))
  expect(colours[29]).toBe(groupColour(groups[29]))
})
