/**
 * The preset colours of runs, "preset:0" to "preset:19": distinct in hue and lightness, and
 * with contrast of 3:1 to the light and to the dark surface (checked by a test).
 */
export const presets = [
  '#2f80c8',
  '#d9480f',
  '#2b8a3e',
  '#cc2561',
  '#764ee8',
  '#0b8599',
  '#b8660b',
  '#a83cc1',
  '#5c7a0b',
  '#e03131',
  '#3f6ee8',
  '#0f8a6c',
  '#a5593b',
  '#c03aa0',
  '#64748b',
  '#8a6d00',
  '#0784b5',
  '#b4466a',
  '#4f8a10',
  '#7c6f64',
] as const

/** The colour of a run: its own, or the preset that follows from its number. */
export function runColour(run: { color?: string | null; number?: number }): string {
  const own = run.color ?? ''
  if (/^#[0-9a-f]{6}$/i.test(own)) return own
  const preset = /^preset:(\d+)$/.exec(own)?.[1] ?? run.number ?? 0
  return presets[Number(preset) % presets.length] ?? presets[0]
}

/** The colour of a group of runs: follows from its values, so that other groups don't change it. */
export function groupColour(values: unknown): string {
  let h = 2166136261
  for (const c of JSON.stringify(values) ?? '') h = Math.imul(h ^ c.charCodeAt(0), 16777619)
  return presets[(h >>> 0) % presets.length] ?? presets[0]
}

/** Colours of groups by owner. Where two have the same one, the later takes the next that is free. */
export function groupColours(groups: [owner: string, values: unknown][]): Map<string, string> {
  const out = new Map<string, string>()
  const taken = new Set<string>()
  for (const [owner, values] of groups) {
    const usual = groupColour(values)
    const from = presets.indexOf(usual as (typeof presets)[number])
    const free = presets.map((_, i) => presets[(from + i) % presets.length]).find((p) => p && !taken.has(p))
    out.set(owner, free ?? usual)
    taken.add(free ?? usual)
  }
  return out
}
