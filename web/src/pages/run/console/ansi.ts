// What terminals understand of a line of output: colours and styles (SGR), carriage returns
// and backspaces that write over, and erasing. Everything else of it is left out.

/** How a piece of text looks. Colours: 0–255 of the terminal's palette, or #rrggbb. */
export type Look = {
  bold?: boolean
  faint?: boolean
  italic?: boolean
  underline?: boolean
  strike?: boolean
  inverse?: boolean
  hidden?: boolean
  fg?: number | string
  bg?: number | string
}

export type Piece = { text: string; look: Look }

const plain: Look = {}

// CSI sequences, OSC strings (window titles, links), and other escapes of two characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it's about
const escapes = /\u001b\[([0-9:;<=>?]*)[ -/]*([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it's about
const simple = /^[^\u0000-\u0008\u000b-\u001f\u007f]*$/

/** A line as a terminal would show it. */
export function piecesOf(line: string): Piece[] {
  if (simple.test(line)) return line === '' ? [] : [{ text: line, look: plain }]
  const cells: { char: string; look: Look }[] = []
  let column = 0
  let look = plain
  for (let i = 0; i < line.length; ) {
    const code = line.charCodeAt(i)
    if (code === 0x1b) {
      escapes.lastIndex = i
      const found = escapes.exec(line)
      i += found?.[0].length || 1
      if (found?.[2] === 'm') look = styled(look, found[1] ?? '')
      else if (found?.[2] === 'K') erase(cells, column, found[1] ?? '')
      else if (found?.[2] === 'G') column = Math.max(0, Number(found[1] || 1) - 1)
      continue
    }
    const char = String.fromCodePoint(line.codePointAt(i) ?? 0)
    i += char.length
    if (char === '\r') column = 0
    else if (char === '\b') column = Math.max(0, column - 1)
    else if (code >= 0x20 || char === '\t') {
      while (cells.length < column && column < 10_000) cells.push({ char: ' ', look: plain })
      cells[Math.min(column, cells.length)] = { char, look }
      column++
    }
  }
  return joined(cells)
}

/** The text alone, as it is seen. */
export const seenText = (line: string): string =>
  simple.test(line)
    ? line
    : piecesOf(line)
        .map((p) => p.text)
        .join('')

function erase(cells: { char: string; look: Look }[], column: number, what: string): void {
  if (what === '' || what === '0') cells.length = Math.min(cells.length, column)
  else if (what === '2') cells.length = 0
  else if (what === '1') for (let i = 0; i <= column && i < cells.length; i++) cells[i] = { char: ' ', look: plain }
}

function joined(cells: { char: string; look: Look }[]): Piece[] {
  const out: Piece[] = []
  let last: Piece | undefined
  for (const { char, look } of cells) {
    if (last?.look === look) last.text += char
    else {
      last = { text: char, look }
      out.push(last)
    }
  }
  return out
}

/** The look after an SGR sequence's parameters. */
function styled(look: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map((p) => (p === '' ? 0 : Number(p)))
  let next = { ...look }
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0
    if (code === 0) next = {}
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(i + 1))
      next[code === 38 ? 'fg' : 'bg'] = colour
      i += used
    } else apply(next, code)
  }
  return next
}

/** The colour of "5;N" or "2;R;G;B", and how many parameters it took. */
function extended([kind, a = 0, b = 0, c = 0]: number[]): [number | string | undefined, number] {
  if (kind === 5) return [a >= 0 && a < 256 ? a : undefined, 2]
  if (kind !== 2) return [undefined, 1]
  const hex = [a, b, c].map((v) =>
    Math.min(255, Math.max(0, v || 0))
      .toString(16)
      .padStart(2, '0'),
  )
  return [`#${hex.join('')}`, 4]
}

const on: Record<number, Look> = {
  1: { bold: true },
  2: { faint: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  8: { hidden: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: undefined, faint: undefined },
  23: { italic: undefined },
  24: { underline: undefined },
  27: { inverse: undefined },
  28: { hidden: undefined },
  29: { strike: undefined },
  39: { fg: undefined },
  49: { bg: undefined },
}

function apply(look: Look, code: number): void {
  if (code >= 30 && code <= 37) look.fg = code - 30
  else if (code >= 40 && code <= 47) look.bg = code - 40
  else if (code >= 90 && code <= 97) look.fg = code - 90 + 8
  else if (code >= 100 && code <= 107) look.bg = code - 100 + 8
  else Object.assign(look, on[code])
}

/** A colour for CSS: the first sixteen are the theme's. */
export function cssColour(colour: number | string): string {
  if (typeof colour === 'string') return colour
  if (colour < 16) return `var(--ansi-${colour})`
  if (colour >= 232) {
    const grey = 8 + (colour - 232) * 10
    return `rgb(${grey} ${grey} ${grey})`
  }
  const n = colour - 16
  const part = (v: number) => (v === 0 ? 0 : 55 + v * 40)
  return `rgb(${part(Math.floor(n / 36))} ${part(Math.floor(n / 6) % 6)} ${part(n % 6)})`
}

/** The same for text: what programs choose for black terminals is darker on a light page. */
export function textColour(colour: number | string): string {
  const css = cssColour(colour)
  return css.startsWith('var(')
    ? css
    : `light-dark(color-mix(in oklab, ${css}, black 42%), color-mix(in oklab, ${css}, white 25%))`
}
