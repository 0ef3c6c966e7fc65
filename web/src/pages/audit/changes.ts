/** A field that an action changed; what it wasn't or isn't any more has no text. */
export type FieldChange = { field: string; before?: string; after?: string }

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** A value as one reads it: text as it is, everything else as JSON. */
export const valueText = (v: unknown) => (typeof v === 'string' ? v : JSON.stringify(v, null, 1))

/**
 * The fields that differ between an action's before and after, which may be anything. What
 * isn't an object counts as one value without a name.
 */
export function changesOf(before: unknown, after: unknown): FieldChange[] {
  const batch = batchOf(before, after)
  if (batch) return batch
  if (!isObject(before) && !isObject(after)) {
    if (before == null && after == null) return []
    return [{ field: '', ...text('before', before), ...text('after', after) }]
  }
  const b = isObject(before) ? before : {}
  const a = isObject(after) ? after : {}
  return [...new Set([...Object.keys(b), ...Object.keys(a)])]
    .filter((field) => JSON.stringify(b[field]) !== JSON.stringify(a[field]))
    .map((field) => ({
      field,
      ...(field in b ? text('before', b[field]) : {}),
      ...(field in a ? text('after', a[field]) : {}),
    }))
}

/** What a batch changed: lists of {kind, ids, fields}, the same objects in the same order on both sides. */
function batchOf(before: unknown, after: unknown): FieldChange[] | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return undefined
  const out: FieldChange[] = []
  for (const [i, b] of before.entries()) {
    const a: unknown = after[i]
    if (!isObject(b) || !isObject(a) || typeof b.kind !== 'string' || !Array.isArray(b.ids)) return undefined
    const of = b.ids.length === 1 ? `${b.kind} ${String(b.ids[0])}` : `${b.ids.length} ${b.kind}s`
    for (const c of changesOf(b.fields, a.fields)) out.push({ ...c, field: `${c.field} of ${of}` })
  }
  return out
}

const text = (side: 'before' | 'after', v: unknown) => (v == null ? {} : { [side]: valueText(v) })

const short = (t: string | undefined) => {
  if (t === undefined || t === '') return '–'
  const line = t.replace(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}

/** The changes in a line: "name: digits → numbers, view: …". */
export function summaryOf(changes: FieldChange[]): string {
  const all = changes.map((c) => {
    const to = c.before === undefined ? short(c.after) : `${short(c.before)} → ${short(c.after)}`
    return c.field ? `${c.field}: ${to}` : to
  })
  return all.length > 4 ? `${all.slice(0, 4).join(', ')} and ${all.length - 4} more` : all.join(', ')
}
