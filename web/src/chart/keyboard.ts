import classes from './chart.module.css'
import type { Near } from './nearest'
import { nearestIndex } from './nearest'
import type { Plot } from './Plot'
import type { Pointing } from './pointing'

/** What the keyboard can do beyond pointing. */
export type Zooming = { zoomTo: (fromX: number, toX: number) => void; reset: () => boolean }

/**
 * Keys of a chart that has the focus: arrows go from point to point and from line to line,
 * Shift selects a range, Enter zooms into it, Escape takes back.
 */
export class Keyboard {
  private readonly span = document.createElement('div')
  private anchor: number | undefined

  constructor(
    private readonly plot: Plot,
    private readonly pointing: Pointing,
    private readonly zooming: Zooming,
  ) {
    this.span.className = classes.span ?? ''
    plot.host.addEventListener('keydown', this.pressed)
    plot.host.addEventListener('blur', this.blurred)
  }

  detach(): void {
    this.plot.host.removeEventListener('keydown', this.pressed)
    this.plot.host.removeEventListener('blur', this.blurred)
  }

  private readonly blurred = () => {
    this.unselect()
    if (this.pointing.at) this.pointing.clear()
  }

  private readonly pressed = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    if (!this.does(e)) return
    e.preventDefault()
    e.stopPropagation()
  }

  private does(e: KeyboardEvent): boolean {
    switch (e.key) {
      case 'ArrowLeft':
      case 'ArrowRight':
        return this.along(e.key === 'ArrowLeft' ? -1 : 1, e.shiftKey)
      case 'PageUp':
      case 'PageDown':
        return this.along(e.key === 'PageUp' ? -10 : 10, e.shiftKey)
      case 'Home':
      case 'End':
        return this.along(e.key === 'Home' ? -1e9 : 1e9, e.shiftKey)
      case 'ArrowUp':
      case 'ArrowDown':
        return this.across(e.key === 'ArrowUp' ? -1 : 1)
      case 'Enter':
        return this.zoom()
      case 'Escape':
        return this.back()
      default:
        return false
    }
  }

  private start(): Near | undefined {
    const { lines } = this.plot.shown.frame
    const line = lines.findIndex((l) => l.x.length > 0)
    const first = lines[line]
    return this.pointing.at ?? (first && { line, i: first.x.length - 1, away: 0 })
  }

  private along(by: number, selecting: boolean): boolean {
    const now = this.start()
    const line = now && this.plot.shown.frame.lines[now.line]
    if (!now || !line) return false
    // The first arrow shows where one is.
    const moved = this.pointing.at || Math.abs(by) > line.x.length ? by : 0
    const i = Math.max(0, Math.min(line.x.length - 1, now.i + moved))
    if (!selecting) this.unselect()
    else this.anchor ??= line.x[now.i]
    this.show({ line: now.line, i, away: 0 })
    if (selecting) this.select(line.x[i] ?? 0)
    return true
  }

  /** To the next line above or below at the same x. */
  private across(by: number): boolean {
    const now = this.start()
    const { lines } = this.plot.shown.frame
    const from = now && lines[now.line]
    if (!now || !from) return false
    const x = from.x[now.i] ?? 0
    const there = lines.flatMap((l, line) => {
      const i = nearestIndex(l.x, x)
      const y = l.y[i]
      return i < 0 || y === undefined ? [] : [{ line, i, away: 0, py: this.plot.to.y(y) }]
    })
    there.sort((a, b) => (Number.isNaN(a.py) ? 1 : Number.isNaN(b.py) ? -1 : a.py - b.py))
    const next = there[there.findIndex((n) => n.line === now.line) + by]
    this.show(next ?? now)
    return true
  }

  private show(at: Near): void {
    const { over, to, shown } = this.plot
    const line = shown.frame.lines[at.line]
    if (!over || !line) return
    const box = over.getBoundingClientRect()
    const py = to.y(line.y[at.i] ?? Number.NaN)
    const y = Number.isNaN(py) ? to.height : Math.max(0, Math.min(py, to.height))
    this.pointing.show([at], box.left + to.x(line.x[at.i] ?? 0), box.top + y, true)
  }

  private select(x: number): void {
    const { over, to } = this.plot
    const ends = [to.x(this.anchor ?? x), to.x(x)]
    const left = Math.max(0, Math.min(...ends))
    over?.append(this.span)
    this.span.style.display = 'block'
    this.span.style.transform = `translateX(${left}px)`
    this.span.style.width = `${Math.max(1, Math.min(to.width, Math.max(...ends)) - left)}px`
  }

  private unselect(): boolean {
    const had = this.anchor !== undefined
    this.anchor = undefined
    this.span.style.display = 'none'
    return had
  }

  private zoom(): boolean {
    const now = this.pointing.at
    const x = now && this.plot.shown.frame.lines[now.line]?.x[now.i]
    if (this.anchor === undefined || x === undefined) return false
    this.zooming.zoomTo(this.anchor, x)
    return this.unselect()
  }

  private back(): boolean {
    if (this.unselect() || this.zooming.reset()) return true
    if (!this.pointing.at) return false
    this.pointing.clear()
    return true
  }
}
