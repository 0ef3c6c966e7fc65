/** A value in a filter. Numbers keep the digits they were written with. */
export type Value = { kind: 'number'; text: string } | { kind: 'text'; text: string } | { kind: 'bool'; on: boolean }

export type Condition = { is: 'condition'; field: string; op: string; values: Value[] }

/** An expression of the filter language (docs/adr/0033): see parse.ts and print below. */
export type Expr = Condition | { is: 'and' | 'or'; terms: Expr[] } | { is: 'not'; term: Expr }

/** The operators, and how many values they take. */
export const operators: Record<string, 'none' | 'one' | 'list'> = {
  '=': 'one',
  '!=': 'one',
  '<': 'one',
  '<=': 'one',
  '>': 'one',
  '>=': 'one',
  in: 'list',
  'not in': 'list',
  '=~': 'one',
  '!~': 'one',
  contains: 'one',
  starts_with: 'one',
  has: 'one',
  exists: 'none',
  missing: 'none',
}

const precedence = { or: 1, and: 2, not: 3, condition: 4 }

export function printValue(v: Value): string {
  if (v.kind === 'bool') return String(v.on)
  return v.kind === 'number' ? v.text : JSON.stringify(v.text)
}

function within(outer: Expr, e: Expr): string {
  const loose = precedence[e.is] < precedence[outer.is] || (e.is === outer.is && e.is !== 'not')
  return loose ? `(${print(e)})` : print(e)
}

/** An expression as text that reads back as the same. */
export function print(e: Expr): string {
  switch (e.is) {
    case 'condition': {
      const takes = operators[e.op]
      const values = e.values.map(printValue)
      if (takes === 'none') return `${e.field} ${e.op}`
      return `${e.field} ${e.op} ${takes === 'list' ? `(${values.join(', ')})` : (values[0] ?? '""')}`
    }
    case 'not':
      return `not ${within(e, e.term)}`
    default:
      return e.terms.map((t) => within(e, t)).join(` ${e.is} `)
  }
}

/** Expressions that all have to match, as text; empty ones don't count. */
export function both(...texts: (string | undefined)[]): string {
  const some = texts.filter((t): t is string => !!t && t.trim() !== '')
  return some.length > 1 ? some.map((t) => `(${t})`).join(' and ') : (some[0] ?? '')
}

export function conditionsOf(e: Expr | undefined): Condition[] {
  if (!e) return []
  if (e.is === 'condition') return [e]
  return e.is === 'not' ? conditionsOf(e.term) : e.terms.flatMap(conditionsOf)
}
