import { type Condition, type Expr, operators, print, printValue, type Value } from './expr'
import { kindOf } from './field'
import { wordValue } from './parse'

/** A row of the builder, which may be incomplete: values are as they are typed. */
export type Row = { id: number; is: 'row'; not: boolean; field: string; op: string; values: string[] }

/** A group of rows and groups. */
export type Draft = { id: number; is: 'group'; not: boolean; word: 'and' | 'or'; terms: (Row | Draft)[] }

let made = 0
const id = () => ++made

export const emptyRow = (): Row => ({ id: id(), is: 'row', not: false, field: '', op: '=', values: [''] })

export const emptyDraft = (word: Draft['word'] = 'and'): Draft => ({
  id: id(),
  is: 'group',
  not: false,
  word,
  terms: [emptyRow()],
})

/** What the builder shows of an expression. */
export function draftOf(e: Expr | undefined): Draft | undefined {
  if (!e) return undefined
  const d = termOf(e, false)
  return d.is === 'group' && !d.not ? d : { ...emptyDraft(), terms: [d] }
}

function termOf(e: Expr, not: boolean): Row | Draft {
  if (e.is === 'not') return termOf(e.term, !not)
  if (e.is !== 'condition')
    return { id: id(), is: 'group', not, word: e.is, terms: e.terms.map((t) => termOf(t, false)) }
  const values = e.values.map((v) => typedOf(e, v))
  return { id: id(), is: 'row', not, field: e.field, op: e.op, values: values.length > 0 ? values : [''] }
}

/** A value as one would type it: texts without quotes, unless they'd be read as something else. */
function typedOf(c: Condition, v: Value): string {
  if (v.kind !== 'text') return printValue(v)
  const ambiguous =
    kindOf(c.field) === 'any' && (wordValue(v.text) !== undefined || /^".*"$/s.test(v.text) || v.text === '')
  return ambiguous ? JSON.stringify(v.text) : v.text
}

/** A typed value: what looks like a number is one, "quoted" is a text in any case. */
function valueFrom(field: string, op: string, typed: string): Value | undefined {
  const kind = kindOf(field)
  if (kind === 'any' && op !== '=~' && op !== '!~' && op !== 'starts_with') {
    if (/^".*"$/s.test(typed)) {
      try {
        return { kind: 'text', text: String(JSON.parse(typed)) }
      } catch {
        return { kind: 'text', text: typed }
      }
    }
    const word = wordValue(typed)
    if (word) return word
  }
  if (kind === 'number') return wordValue(typed) ?? (typed ? { kind: 'text', text: typed } : undefined)
  return typed === '' ? undefined : { kind: 'text', text: typed }
}

function exprOf(t: Row | Draft): Expr | undefined {
  let e: Expr | undefined
  if (t.is === 'group') {
    const terms = t.terms.map(exprOf).filter((x) => x !== undefined)
    e = terms.length > 1 ? { is: t.word, terms } : terms[0]
  } else {
    const takes = operators[t.op]
    const values =
      takes === 'none' ? [] : t.values.map((v) => valueFrom(t.field, t.op, v)).filter((v) => v !== undefined)
    const complete = t.field !== '' && (takes === 'none' || values.length > 0)
    e = complete ? { is: 'condition', field: t.field, op: t.op, values } : undefined
  }
  return e && t.not ? { is: 'not', term: e } : e
}

/** The filter that a draft stands for; incomplete rows don't count. */
export function textOf(d: Draft): string {
  const e = exprOf(d)
  return e ? print(e) : ''
}

/** The operators that make sense for a field, as people call them. */
export function operatorsOf(field: string): { value: string; label: string }[] {
  const names: Record<string, string> = {
    '=': 'is',
    '!=': 'is not',
    '<': '<',
    '<=': '≤',
    '>': '>',
    '>=': '≥',
    in: 'is one of',
    'not in': 'is none of',
    '=~': 'matches regex',
    '!~': 'doesn’t match regex',
    contains: 'contains',
    starts_with: 'starts with',
    has: 'has',
    exists: 'is there',
    missing: 'is missing',
  }
  const of = {
    any: Object.keys(operators),
    text: ['=', '!=', 'contains', 'starts_with', '=~', '!~', 'in', 'not in', 'exists', 'missing'],
    state: ['=', '!=', 'in', 'not in'],
    number: ['=', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'exists', 'missing'],
    time: ['>', '>=', '<', '<=', 'exists', 'missing'],
    texts: ['has', 'contains', '=~', 'in', 'not in', 'exists', 'missing'],
  }[kindOf(field)]
  const times: Record<string, string> = { '>': 'after', '>=': 'at or after', '<': 'before', '<=': 'at or before' }
  return of.map((value) => ({ value, label: (kindOf(field) === 'time' && times[value]) || names[value] || value }))
}
