/**
 * The keys that a field of runs names: "config.optimizer.lr" → config, optimizer, lr. Keys
 * with other characters stand in quotes: summary."val loss". What can't be read is one key.
 */
export function fieldPath(field: string): string[] {
  const out: string[] = []
  let rest = field
  while (rest !== '') {
    const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0]
    const key = quoted ?? /^[^."]+/.exec(rest)?.[0]
    if (key === undefined) return [field]
    out.push(quoted ? unquoted(quoted) : key)
    rest = rest.slice(key.length)
    if (rest.startsWith('.')) rest = rest.slice(1)
    else if (rest !== '') return [field]
  }
  return out
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}

/** A metric's last value, or a key of config, as a field of runs. */
export function fieldOf(scope: 'config' | 'summary', key: string): string {
  return `${scope}.${/^[\p{L}\p{N}_\-/@$]+$/u.test(key) ? key : JSON.stringify(key)}`
}

/** A field of a row of runs, whatever is there. */
export function valueAt(row: unknown, field: string): unknown {
  let v = row
  for (const key of fieldPath(field)) {
    if (typeof v !== 'object' || v === null || !Object.hasOwn(v, key)) return undefined
    v = (v as Record<string, unknown>)[key]
  }
  return v
}

/** What a column is called: fields of config and summary by their keys alone. */
export function columnName(field: string): string {
  const path = fieldPath(field)
  return path.length > 1 && (path[0] === 'config' || path[0] === 'summary') ? path.slice(1).join('.') : field
}
