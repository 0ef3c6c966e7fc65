// Filters stand as text or in their JSON form, see GET …/runs. Here they are put together.

/** The filter that both are true for; "" is true for all runs. */
export function both(a: string, b: string): string {
  const parts = [a, b].map(asText).filter(Boolean)
  return parts.length < 2 ? (parts[0] ?? '') : parts.map((p) => `(${p})`).join(' and ')
}

/** A filter in either form as text. */
export function asText(filter: string): string {
  const trimmed = filter.trim()
  if (!trimmed.startsWith('{')) return trimmed
  try {
    return textOf(JSON.parse(trimmed) as Json)
  } catch {
    return trimmed // the server says what is wrong with it
  }
}

type Json = { and?: Json[]; or?: Json[]; not?: Json; field?: string; op?: string; value?: unknown }

function textOf(e: Json): string {
  if (e.and) return e.and.map((one) => `(${textOf(one)})`).join(' and ')
  if (e.or) return e.or.map((one) => `(${textOf(one)})`).join(' or ')
  if (e.not) return `not (${textOf(e.not)})`
  if (!e.field || !e.op) return ''
  if (e.value === undefined) return `${e.field} ${e.op}`
  const value = Array.isArray(e.value)
    ? `(${e.value.map((v) => JSON.stringify(v)).join(', ')})`
    : JSON.stringify(e.value)
  return `${e.field} ${e.op} ${value}`
}
