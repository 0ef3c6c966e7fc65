import type { Line, MarkKind } from './frame'
import type { Projection } from './nearest'

/** What painting needs of a canvas: its context, in CSS pixels, and the place of values. */
export type Sheet = { ctx: CanvasRenderingContext2D; to: Projection }

/** More lines than these are thin, and have one band for all of them. */
export const many = 40

/** Makes room for painting in CSS pixels, and clears. */
export function sheetOf(canvas: HTMLCanvasElement, width: number, height: number, to: Projection): Sheet | undefined {
  const ratio = window.devicePixelRatio || 1
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))]
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  const ctx = canvas.getContext('2d')
  if (!ctx) return undefined
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  ctx.clearRect(0, 0, w, h)
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  return { ctx, to }
}

/** The points of a line, in pixels; of more than the screen can tell apart only first, least, largest, last of a column. */
function trace(ctx: CanvasRenderingContext2D, x: Float64Array, y: Float64Array, to: Projection) {
  if (x.length > to.width * 4) return traceColumns(ctx, x, y, to)
  let pen = false
  for (let i = 0; i < x.length; i++) {
    const v = y[i] as number
    if (Number.isNaN(v)) {
      pen = false
      continue
    }
    const px = to.x(x[i] as number)
    const py = to.y(v)
    if (pen) ctx.lineTo(px, py)
    else ctx.moveTo(px, py)
    pen = true
  }
}

function traceColumns(ctx: CanvasRenderingContext2D, x: Float64Array, y: Float64Array, to: Projection) {
  let pen = false
  for (let i = 0; i < x.length; ) {
    const v = y[i] as number
    if (Number.isNaN(v)) {
      pen = false
      i++
      continue
    }
    const px = to.x(x[i] as number)
    const column = Math.floor(px)
    let least = v
    let largest = v
    let last = v
    let j = i + 1
    for (; j < x.length; j++) {
      const next = y[j] as number
      if (Number.isNaN(next) || Math.floor(to.x(x[j] as number)) !== column) break
      if (next < least) least = next
      if (next > largest) largest = next
      last = next
    }
    if (pen) ctx.lineTo(px, to.y(v))
    else ctx.moveTo(px, to.y(v))
    if (least !== largest) {
      ctx.lineTo(px, to.y(least))
      ctx.lineTo(px, to.y(largest))
      ctx.lineTo(px, to.y(last))
    }
    pen = true
    i = j
  }
}

/** Points that no stroke reaches, as a line of one point. */
function dots(ctx: CanvasRenderingContext2D, line: Line, to: Projection, radius: number) {
  ctx.beginPath()
  for (let i = 0; i < line.x.length; i++) {
    const v = line.y[i] as number
    if (Number.isNaN(v)) continue
    const before = line.y[i - 1]
    const after = line.y[i + 1]
    const alone = (before === undefined || Number.isNaN(before)) && (after === undefined || Number.isNaN(after))
    if (!alone) continue
    const px = to.x(line.x[i] as number)
    ctx.moveTo(px + radius, to.y(v))
    ctx.arc(px, to.y(v), radius, 0, 7)
  }
  ctx.fillStyle = line.colour
  ctx.fill()
}

/** The band of a line. Ends beyond the plot are at its edge. */
export function paintBand({ ctx, to }: Sheet, line: Line, alpha: number) {
  const { lo, hi, x } = line
  if (!lo || !hi) return
  const clamp = (v: number) => Math.min(Math.max(v, -10), to.height + 10)
  ctx.fillStyle = line.colour
  ctx.globalAlpha = alpha
  ctx.beginPath()
  for (let i = 0; i < x.length; ) {
    const whole = (j: number) => !Number.isNaN(lo[j] as number) && !Number.isNaN(hi[j] as number)
    if (!whole(i)) {
      i++
      continue
    }
    let end = i
    while (end + 1 < x.length && whole(end + 1)) end++
    // A single bucket's band is a stroke as wide as can be seen.
    const air = end === i ? 1 : 0
    for (let j = i; j <= end; j++) {
      const px = to.x(x[j] as number)
      const py = clamp(to.y(hi[j] as number))
      if (j === i) ctx.moveTo(px - air, py)
      else ctx.lineTo(px, py)
      if (air) ctx.lineTo(px + air, py)
    }
    for (let j = end; j >= i; j--) {
      const px = to.x(x[j] as number)
      if (air) ctx.lineTo(px + air, clamp(to.y(lo[j] as number)))
      ctx.lineTo(px - air, clamp(to.y(lo[j] as number)))
    }
    ctx.closePath()
    i = end + 1
  }
  ctx.fill()
  ctx.globalAlpha = 1
}

/** One line with all it has. */
export function paintLine(sheet: Sheet, line: Line, width: number) {
  const { ctx, to } = sheet
  ctx.lineJoin = 'round'
  ctx.strokeStyle = line.colour
  if (line.raw) {
    ctx.globalAlpha = 0.28
    ctx.lineWidth = 1
    ctx.setLineDash([])
    ctx.beginPath()
    trace(ctx, line.x, line.raw, to)
    ctx.stroke()
    ctx.globalAlpha = 1
  }
  ctx.lineWidth = width
  ctx.setLineDash(line.dash)
  ctx.beginPath()
  trace(ctx, line.x, line.y, to)
  ctx.stroke()
  ctx.setLineDash([])
  dots(ctx, line, to, width + 1)
}

/** From the smallest to the largest value of all lines, as one band: no spike is lost among many lines. */
function paintCommonBand({ ctx, to }: Sheet, lines: Line[], colour: string) {
  const columns = Math.max(1, Math.ceil(to.width))
  const top = new Float32Array(columns + 1).fill(Number.POSITIVE_INFINITY)
  const bottom = new Float32Array(columns + 1).fill(Number.NEGATIVE_INFINITY)
  for (const { x, lo, hi } of lines) {
    if (!lo || !hi) continue
    for (let i = 0; i < x.length; i++) {
      const column = Math.round(to.x(x[i] as number))
      if (!(column >= 0 && column <= columns)) continue
      const [high, low] = [to.y(hi[i] as number), to.y(lo[i] as number)]
      if (high < (top[column] as number)) top[column] = high
      if (low > (bottom[column] as number)) bottom[column] = low
    }
  }
  const used = [...top.keys()].filter((c) => (top[c] as number) <= (bottom[c] as number))
  ctx.beginPath()
  for (const c of used) ctx.lineTo(c, Math.max(top[c] as number, -10))
  for (const c of used.reverse()) ctx.lineTo(c, Math.min(bottom[c] as number, to.height + 10))
  ctx.fillStyle = colour
  ctx.globalAlpha = 0.15
  ctx.fill()
  ctx.globalAlpha = 1
}

/** All lines, bands below them, the first ones on top. */
export function paintAll(sheet: Sheet, lines: Line[], grouped: boolean, quiet: string) {
  if (lines.length > many) {
    if (!grouped) paintCommonBand(sheet, lines, quiet)
    paintMany(sheet, lines)
  } else {
    for (const line of lines) paintBand(sheet, line, grouped ? 0.18 : 0.14)
    for (let i = lines.length - 1; i >= 0; i--) paintLine(sheet, lines[i] as Line, 1.5)
  }
  for (const line of lines) paintMarks(sheet, line)
}

function paintMany({ ctx, to }: Sheet, lines: Line[]) {
  ctx.lineWidth = 1
  ctx.lineJoin = 'bevel'
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i] as Line
    ctx.strokeStyle = line.colour
    ctx.setLineDash(line.dash)
    ctx.beginPath()
    trace(ctx, line.x, line.y, to)
    ctx.stroke()
    if (line.x.length < 3) dots(ctx, line, to, 1.5)
  }
  ctx.setLineDash([])
}

/**
 * Marks of values that have no place in the chart: NaN and −∞ at the bottom, +∞ at the top.
 * Where one follows the other more closely than can be seen, a stroke goes on from the first.
 */
export function paintMarks({ ctx, to }: Sheet, line: Line) {
  ctx.strokeStyle = line.colour
  ctx.fillStyle = line.colour
  const drawn = new Map<MarkKind, { shape: number; end: number }>()
  for (const { x, kind } of line.marks) {
    const px = to.x(x)
    if (px < -4 || px > to.width + 4) continue
    const y = kind === 'infinite' ? 6 : to.height - 6
    const before = drawn.get(kind)
    if (before && px - before.end < 12) {
      ctx.fillRect(Math.max(before.end, before.shape + 5), y - 1, px - before.end, 2)
      before.end = px
      continue
    }
    drawn.set(kind, { shape: px, end: px })
    ctx.lineWidth = 1.75
    ctx.beginPath()
    shape(ctx, kind, px, y)
  }
}

function shape(ctx: CanvasRenderingContext2D, kind: MarkKind, x: number, y: number) {
  const r = 3.5
  if (kind === 'nan') {
    ctx.moveTo(x - r, y - r)
    ctx.lineTo(x + r, y + r)
    ctx.moveTo(x + r, y - r)
    ctx.lineTo(x - r, y + r)
    ctx.stroke()
    return
  }
  const up = kind === 'infinite' ? -1 : 1
  ctx.moveTo(x - r - 0.5, y - r * up)
  ctx.lineTo(x + r + 0.5, y - r * up)
  ctx.lineTo(x, y + r * up)
  ctx.closePath()
  if (kind === 'not positive') ctx.stroke()
  else ctx.fill()
}
