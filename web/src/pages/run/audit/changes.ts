const most = 120 // characters of a value

/** What an action changed: "display_name: a → b" for each field that differs. */
export function changesOf(before: unknown, after: unknown): string[] {
  const was = fieldsOf(before)
  const is = fieldsOf(after)
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return names
    .filter((n) => JSON.stringify(was[n]) !== JSON.stringify(is[n]))
    .map((n) => `${n}: ${said(was[n])} → ${said(is[n])}`)
}

const fieldsOf = (v: unknown): Record<string, unknown> =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : {}

function said(v: unknown): string {
  if (v === undefined || v === null || v === '') return 'nothing'
  const text = typeof v === 'string' ? v : JSON.stringify(v)
  return text.length > most ? `${text.slice(0, most)}…` : text
}
