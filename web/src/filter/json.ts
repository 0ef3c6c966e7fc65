import { type Expr, operators, type Value } from './expr'
import { readField, writeField } from './field'

/** The JSON form of an expression, which programs store; undefined: it's none. */
export function ofJSON(text: string): Expr | undefined {
  try {
    return expr(JSON.parse(text), 0)
  } catch {
    return undefined
  }
}

function expr(v: unknown, depth: number): Expr | undefined {
  if (typeof v !== 'object' || v === null || depth > 64) return undefined
  const o = v as Record<string, unknown>
  for (const is of ['and', 'or'] as const) {
    const list = o[is]
    if (!Array.isArray(list)) continue
    const terms: Expr[] = []
    for (const one of list) {
      const e = expr(one, depth + 1)
      if (!e) return undefined
      terms.push(e)
    }
    return terms.length === 1 ? terms[0] : terms.length > 1 ? { is, terms } : undefined
  }
  if ('not' in o) {
    const term = expr(o.not, depth + 1)
    return term && { is: 'not', term }
  }
  return condition(o)
}

function condition(o: Record<string, unknown>): Expr | undefined {
  const field = typeof o.field === 'string' ? readField(o.field) : undefined
  const op = o.op === '==' ? '=' : o.op
  if (!field || typeof op !== 'string' || !(op in operators)) return undefined
  const given = operators[op] === 'none' ? [] : Array.isArray(o.value) ? o.value : [o.value]
  const values: Value[] = []
  for (const v of given) {
    const value = literal(v)
    if (!value) return undefined
    values.push(value)
  }
  return { is: 'condition', field: writeField(field), op, values }
}

function literal(v: unknown): Value | undefined {
  if (typeof v === 'string') return { kind: 'text', text: v }
  if (typeof v === 'boolean') return { kind: 'bool', on: v }
  // A large integer would lose digits here: then the text is shown, not the builder.
  if (typeof v === 'number') return Math.abs(v) < 2 ** 53 ? { kind: 'number', text: String(v) } : undefined
  return undefined
}
