import type { Whose } from './options'

/** A value of a group, as one reads it. */
export function valueName(v: unknown): string {
  if (v === null || v === undefined) return '–'
  const text = typeof v === 'string' ? v : JSON.stringify(v)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

const keyName = (key: string) => key.replace(/^(config|summary)\./, '')

/** The name of a group: "arch: mlp, lr: 0.1". */
export function groupName(group: Whose['group']): string {
  return (group ?? []).map((g) => `${keyName(g.key)}: ${valueName(g.value)}`).join(', ') || 'all runs'
}

/** What a line is called: its run or group, and its metric where that tells it from others. */
export function lineName(s: Whose, among: { severalMetrics: boolean; severalOwners: boolean }): string {
  const owner = s.run === undefined ? groupName(s.group) : s.name || s.run
  if (!among.severalMetrics) return owner
  return among.severalOwners ? `${owner} · ${s.metric}` : s.metric
}
