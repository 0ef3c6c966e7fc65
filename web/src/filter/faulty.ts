import type { Problem } from '../api/problem'

/** Where in a text the server found a fault: lines and columns from 1, from and to in UTF-16. */
export type Part = { line: number; column: number; from: number; to: number }

/** The server says bytes: "line 1, column 5 (byte 4, length 3): …". */
export function faultyPart(fault: Problem, text: string): Part | undefined {
  for (const { message } of fault.errors) {
    const m = /^line (\d+), column (\d+) \(byte (\d+), length (\d+)\)/.exec(message ?? '')
    if (!m) continue
    const [line, column, byte, length] = m.slice(1).map(Number)
    const bytes = new TextEncoder().encode(text)
    const units = (to = 0) => new TextDecoder().decode(bytes.slice(0, to)).length
    return { line: line ?? 1, column: column ?? 1, from: units(byte), to: units((byte ?? 0) + (length ?? 0)) }
  }
  return undefined
}
