export type Token = { kind: 'word' | 'text' | 'symbol' | 'field'; text: string }

const space = /[ \t\r\n]+/y
// A field with the keys after its dots is one token: keys may be anything in quotes.
const field = /(?:config|summary)(?:\.(?:[\p{L}\p{Nd}_\-/@$]+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`))+/iuy
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\p{L}\p{Nd}_\-/@$])/uy
const symbol = /==|!=|<>|<=|>=|=~|!~|&&|\|\||[=<>!()[\],]/y
const word = /[\p{L}\p{Nd}_\-/@$]+/uy
const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy
const raw = /`([^`]*)`/y

// In the order in which they are tried.
const kinds: [RegExp, (m: RegExpExecArray) => Token | undefined][] = [
  [field, (m) => ({ kind: 'field', text: m[0] })],
  [number, (m) => ({ kind: 'word', text: m[0] })],
  [
    quoted,
    (m) => {
      const text = unescaped(m[0].slice(1, -1))
      return text === undefined ? undefined : { kind: 'text', text }
    },
  ],
  [raw, (m) => ({ kind: 'text', text: m[1] ?? '' })],
  [symbol, (m) => ({ kind: 'symbol', text: m[0] })],
  [word, (m) => ({ kind: 'word', text: m[0] })],
]

/** The tokens of a filter expression; undefined: it has something that is none. */
export function tokens(text: string): Token[] | undefined {
  const out: Token[] = []
  let at = 0
  const match = (r: RegExp) => {
    r.lastIndex = at
    const m = r.exec(text)
    if (m) at = r.lastIndex
    return m
  }
  const next = () => {
    for (const [r, make] of kinds) {
      const m = match(r)
      if (m) return make(m)
    }
    return undefined
  }
  for (match(space); at < text.length; match(space)) {
    const t = next()
    if (!t) return undefined
    out.push(t)
  }
  return out
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

function unescaped(text: string): string | undefined {
  let fine = true
  const out = text.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, e: string) => {
    if (e.length === 5) return String.fromCharCode(Number.parseInt(e.slice(1), 16))
    if ('"\'\\/`'.includes(e)) return e
    const known = escapes[e]
    if (known === undefined) fine = false
    return known ?? e
  })
  return fine ? out : undefined
}
