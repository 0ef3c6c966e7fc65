import { type Expr, operators, type Value } from './expr'
import { readField, writeField } from './field'
import { ofJSON } from './json'
import { type Token, tokens } from './tokens'

class Fault extends Error {}

/**
 * Reads an expression, for showing it in the builder. What the server would take and this
 * doesn't is undefined: then the text is all there is. The server says what's wrong.
 */
export function parse(text: string): Expr | undefined {
  if (text.trimStart().startsWith('{')) return ofJSON(text)
  const list = tokens(text)
  if (!list || list.length === 0) return undefined
  try {
    const p = new Parser(list)
    const e = p.or()
    return p.done ? e : undefined
  } catch (e) {
    if (e instanceof Fault) return undefined
    throw e
  }
}

class Parser {
  private at = 0
  private depth = 0
  constructor(private readonly list: Token[]) {}

  get done() {
    return this.at >= this.list.length
  }

  private is(...words: string[]): boolean {
    const t = this.list[this.at]
    return t !== undefined && t.kind !== 'text' && t.kind !== 'field' && words.includes(t.text.toLowerCase())
  }

  private take(...words: string[]): boolean {
    if (!this.is(...words)) return false
    this.at++
    return true
  }

  private next(): Token {
    const t = this.list[this.at++]
    if (!t) throw new Fault()
    return t
  }

  or(): Expr {
    if (++this.depth > 64) throw new Fault()
    const e = this.terms('or', () => this.terms('and', () => this.not(), 'and', '&&'), 'or', '||')
    this.depth--
    return e
  }

  private terms(is: 'and' | 'or', term: () => Expr, ...words: string[]): Expr {
    const terms = [term()]
    while (this.take(...words)) terms.push(term())
    return terms.length === 1 && terms[0] ? terms[0] : { is, terms }
  }

  private not(): Expr {
    if (this.take('not', '!')) {
      if (++this.depth > 64) throw new Fault()
      const e: Expr = { is: 'not', term: this.not() }
      this.depth--
      return e
    }
    if (!this.take('(')) return this.condition()
    const e = this.or()
    if (!this.take(')')) throw new Fault()
    return e
  }

  private condition(): Expr {
    const field = readField(this.next().text)
    if (!field) throw new Fault()
    const op = this.operator()
    const takes = operators[op]
    const values = takes === 'none' ? [] : takes === 'list' ? this.values() : [this.value()]
    return { is: 'condition', field: writeField(field), op, values }
  }

  private operator(): string {
    if (this.take('not')) {
      if (!this.take('in')) throw new Fault()
      return 'not in'
    }
    if (this.take('is')) return this.take('missing', 'null') ? 'missing' : this.fault()
    if (this.take('==')) return '='
    if (this.take('<>')) return '!='
    const op = this.next().text.toLowerCase()
    return op in operators ? op : this.fault()
  }

  private fault(): never {
    throw new Fault()
  }

  private values(): Value[] {
    const end = this.take('(') ? ')' : this.take('[') ? ']' : this.fault()
    const out: Value[] = []
    do {
      out.push(this.value())
      if (out.length > 10_000) this.fault()
    } while (this.take(','))
    if (!this.take(end)) this.fault()
    return out
  }

  private value(): Value {
    const t = this.next()
    if (t.kind === 'text') return { kind: 'text', text: t.text }
    return wordValue(t.text) ?? this.fault()
  }
}

/** A number, true or false as they are written without quotes. */
export function wordValue(word: string): Value | undefined {
  const w = word.trim()
  if (/^true$/i.test(w)) return { kind: 'bool', on: true }
  if (/^false$/i.test(w)) return { kind: 'bool', on: false }
  if (/^nan$/i.test(w)) return { kind: 'number', text: 'NaN' }
  const infinite = /^(-?)inf(inity)?$/i.exec(w)
  if (infinite) return { kind: 'number', text: `${infinite[1]}Infinity` }
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(w) ? { kind: 'number', text: w } : undefined
}
