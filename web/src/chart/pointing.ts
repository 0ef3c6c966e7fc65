import { short } from '../ui/numbers'
import classes from './chart.module.css'
import { axisKey, onPoint, type Pointed, point, pointed } from './crosshair'
import { type Line, ownerOf } from './frame'
import { type Near, nearest, nearestIndex } from './nearest'
import type { Plot, View } from './Plot'
import { xAt } from './projection'
import { hideTip, showTip } from './tip'
import { spoken, tipText } from './tiptext'

const div = (className?: string) => {
  const e = document.createElement('div')
  e.className = className ?? ''
  return e
}

/** Pixels: as far as a line counts as pointed at, and as far beyond its ends. */
const close = 24
const reach = 24

/**
 * What happens when the reader points at a chart, or at another one with the same axis:
 * crosshair, tooltip, the line that is meant. All of it is written to the DOM directly.
 */
export class Pointing {
  private readonly cross = div(classes.cross)
  private readonly echo = div(classes.echo)
  private readonly stop: () => void
  private over: HTMLElement | undefined
  private readonly byOwner = new Map<string, Line>()
  private ofView: View | undefined
  private pinned: Line | undefined
  private pointer: { clientX: number; clientY: number } | undefined
  /** The point that is meant, for the keyboard. */
  at: Near | undefined

  constructor(
    private readonly plot: Plot,
    private readonly say: (text: string) => void,
  ) {
    this.stop = onPoint((p) => this.pointedElsewhere(p))
  }

  /** After a drawing: the elements may be new, or the lines. */
  attach(): void {
    const over = this.plot.over
    if (over && over !== this.over) {
      this.over = over
      over.append(this.cross, this.echo)
      over.addEventListener('pointermove', this.moved)
      over.addEventListener('pointerleave', this.left)
    }
    if (this.ofView === this.plot.shown) return
    const before = this.at && this.ofView?.frame.lines[this.at.line]
    const x = this.at && before?.x[this.at.i]
    this.ofView = this.plot.shown
    this.byOwner.clear()
    for (const line of this.plot.shown.frame.lines) {
      const owner = ownerOf(line.whose)
      if (!this.byOwner.has(owner)) this.byOwner.set(owner, line)
    }
    const { lines } = this.plot.shown.frame
    this.pinned = lines.find((l) => l.key === this.pinned?.key)
    this.keep(
      lines.findIndex((l) => l.key === before?.key),
      x,
    )
  }

  /** New data came while the reader points: what they point at stays what it was. */
  private keep(line: number, x: number | undefined): void {
    const { lines } = this.plot.shown.frame
    const i = nearestIndex(lines[line]?.x ?? [], x ?? 0)
    this.at = i < 0 || x === undefined ? undefined : { line, i, away: 0 }
    if (this.pointer) this.moved(this.pointer)
    else if (pointed()) this.pointedElsewhere(pointed())
    else this.plot.emphasise(this.pinned)
  }

  detach(): void {
    this.stop()
    if (this.pointer || this.at) this.left()
  }

  /** Keeps a line in front, as the legend says; undefined: none. */
  pin(key: string | undefined): void {
    this.pinned = this.plot.shown.frame.lines.find((l) => l.key === key)
    this.plot.emphasise(this.pinned)
  }

  /** Shows a line for a moment; undefined: what is pinned. */
  peek(key: string | undefined): void {
    this.plot.emphasise(this.plot.shown.frame.lines.find((l) => l.key === key) ?? this.pinned)
  }

  /** Points at the lines by their distance, for a pointer at a place of the window. */
  show(near: Near[], clientX: number, clientY: number, aloud = false): void {
    const { frame } = this.plot.shown
    const [first] = near
    const line = first && frame.lines[first.line]
    const text = tipText(frame, near)
    if (!first || !line || !text) {
      this.clear()
      return
    }
    this.at = first
    const x = line.x[first.i] ?? 0
    this.crossAt(this.plot.to.x(x))
    this.plot.emphasise(line, first.i, first.away <= close)
    showTip(text, clientX, clientY)
    if (aloud) this.say(spoken(frame, text))
    point({ axis: axisKey(frame.axis), x, owner: ownerOf(line.whose), by: this })
  }

  clear(): void {
    this.at = undefined
    this.cross.style.display = 'none'
    this.plot.emphasise(this.pinned)
    hideTip()
    point(undefined)
  }

  private crossAt(px: number): void {
    this.cross.style.display = 'block'
    this.cross.style.transform = `translateX(${Math.round(px)}px)`
  }

  private readonly moved = (e: { clientX: number; clientY: number }) => {
    if (!this.over) return
    this.pointer = { clientX: e.clientX, clientY: e.clientY }
    const box = this.over.getBoundingClientRect()
    const { frame, x, options } = this.plot.shown
    const value = xAt(x, options.xLog ?? false, e.clientX - box.left, box.width)
    this.show(nearest(frame.lines, value, e.clientY - box.top, this.plot.to, reach), e.clientX, e.clientY)
  }

  private readonly left = () => {
    this.pointer = undefined
    this.clear()
  }

  /** The reader points at another chart: the same place here, and the same run. */
  private pointedElsewhere(p: Pointed | undefined): void {
    if (p?.by === this) return
    const { frame } = this.plot.shown
    const px = p && p.axis === axisKey(frame.axis) ? this.plot.to.x(p.x) : Number.NaN
    const here = px >= 0 && px <= this.plot.to.width
    this.cross.style.display = here ? 'block' : 'none'
    this.echo.style.display = 'none'
    this.plot.host.dataset.crosshair = here ? String(p?.x) : ''
    if (!here || !p) {
      this.plot.emphasise(this.pinned)
      return
    }
    this.crossAt(px)
    const line = this.byOwner.get(p.owner ?? '')
    const i = line ? nearestIndex(line.x, p.x) : -1
    this.plot.emphasise(line ?? this.pinned, i)
    const y = line?.y[i]
    if (line && y !== undefined && !Number.isNaN(y)) this.echoAt(this.plot.to.x(line.x[i] ?? 0), this.plot.to.y(y), y)
  }

  private echoAt(x: number, y: number, value: number): void {
    this.echo.textContent = short(value)
    this.echo.style.display = 'block'
    const left = x > this.plot.to.width - 70 ? x - 8 - this.echo.offsetWidth : x + 8
    const top = Math.max(0, Math.min(y - 20, this.plot.to.height - 18))
    this.echo.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
  }
}
