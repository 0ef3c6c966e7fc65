// A little colour for code: comments, texts, numbers and words of the language. It knows
// just enough of each language to be right about the usual.

export type Token = { text: string; kind?: 'keyword' | 'string' | 'comment' | 'number-word' }

export type Language = { comment: string; quotes: string[]; keywords: Set<string> }

const words = (list: string) => new Set(list.split(' '))

const python: Language = {
  comment: '#',
  quotes: ['"""', "'''", '"', "'"],
  keywords: words(
    'and as assert async await break class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not or pass raise return self True try while with yield',
  ),
}
const c: Language = {
  comment: '//',
  quotes: ['"', "'", '`'],
  keywords: words(
    'async await bool break case catch char class const continue default defer do double else enum export extends false float fn for from func function go if impl import in int interface let long match mod mut new nil null package pub range return static string struct switch this throw true try type undefined use var void while',
  ),
}
const shell: Language = {
  comment: '#',
  quotes: ['"', "'"],
  keywords: words(
    'case do done elif else esac export fi for function if in local return set source then true false while',
  ),
}

const languages: Record<string, Language> = { py: python, pyi: python, jl: python, r: python }
for (const e of 'js mjs ts tsx jsx go rs c h cpp cu java css'.split(' ')) languages[e] = c
for (const e of 'sh bash yaml yml toml ini cfg conf env makefile dockerfile'.split(' ')) languages[e] = shell

export function languageOf(name: string): Language | undefined {
  const base = name.slice(name.lastIndexOf('/') + 1).toLowerCase()
  return languages[base.slice(base.lastIndexOf('.') + 1)]
}

/** The tokens of each line. Only a text in three quotes goes over lines. */
export function tokensOf(lines: string[], language: Language): Token[][] {
  let open = ''
  return lines.map((line) => {
    const tokens: Token[] = []
    let at = 0
    while (at < line.length) {
      if (open) {
        const end = line.indexOf(open, at)
        const stop = end < 0 ? line.length : end + open.length
        tokens.push({ text: line.slice(at, stop), kind: 'string' })
        if (end >= 0) open = ''
        at = stop
        continue
      }
      const quote = language.quotes.find((q) => line.startsWith(q, at))
      if (quote) {
        const end = endOfText(line, at + quote.length, quote)
        if (end < 0 && quote.length === 3) open = quote
        const stop = end < 0 ? line.length : end
        tokens.push({ text: line.slice(at, stop), kind: 'string' })
        at = stop
      } else if (line.startsWith(language.comment, at)) {
        tokens.push({ text: line.slice(at), kind: 'comment' })
        at = line.length
      } else at += plain(line, at, language, tokens)
    }
    return tokens
  })
}

const word = /[A-Za-z_]\w*|\d[\w.]*|\s+|./uy

function plain(line: string, at: number, language: Language, tokens: Token[]): number {
  word.lastIndex = at
  const text = word.exec(line)?.[0] ?? line.slice(at)
  const kind = language.keywords.has(text) ? 'keyword' : /^\d/.test(text) ? 'number-word' : undefined
  const last = tokens.at(-1)
  if (!kind && last && !last.kind) last.text += text
  else tokens.push(kind ? { text, kind } : { text })
  return text.length
}

function endOfText(line: string, from: number, quote: string): number {
  for (let i = from; i < line.length; i++) {
    if (line[i] === '\\') i++
    else if (line.startsWith(quote, i)) return i + quote.length
  }
  return -1
}

/** How a line of a diff looks. */
export function diffLook(line: string): 'added' | 'removed' | 'hunk' | undefined {
  if (/^(@@|diff |index |\+\+\+|---)/.test(line)) return 'hunk'
  return line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : undefined
}
