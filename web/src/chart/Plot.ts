import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { xAxis, yAxis } from './axes'
import classes from './chart.module.css'
import type { Span } from './extents'
import type { Frame, Line } from './frame'
import type { Projection } from './nearest'
import type { LineOptions } from './options'
import { paintAll, paintBand, paintLine, paintMarks, sheetOf } from './paint'
import { projection } from './projection'
import { type Ink, inkOf, onTheme } from './theme'

/** A chart with what of it is seen. */
export type View = { frame: Frame; x: Span; y: Span; options: LineOptions }

const layer = () => {
  const canvas = document.createElement('canvas')
  canvas.className = classes.layer ?? ''
  canvas.setAttribute('aria-hidden', 'true')
  return canvas
}

/**
 * Draws a view into an element. uPlot makes axes and selects ranges; the lines are drawn by
 * us, on a canvas of their own: so that a thousand of them cost one pass, and pointing at one
 * dims the others without drawing them again.
 */
export class Plot {
  readonly lines = layer()
  readonly front = layer()
  to: Projection = { x: () => 0, y: () => 0, width: 0, height: 0 }
  private u: uPlot | undefined
  private made = ''
  private ink: Ink
  private stop: () => void
  private emphasised: Line | undefined
  private selecting = false

  /** `selected` gets the pixels from and to which the reader dragged. */
  constructor(
    readonly host: HTMLElement,
    private view: View,
    private readonly selected: (from: number, to: number) => void,
    private readonly drawn: () => void,
  ) {
    this.ink = inkOf(host)
    this.stop = onTheme(() => {
      this.ink = inkOf(host)
      this.u?.redraw(false, true)
    })
    this.make()
  }

  get shown(): View {
    return this.view
  }

  /** The element over the lines, in whose pixels the projection is. */
  get over(): HTMLElement | undefined {
    return this.u?.over
  }

  /** The canvases from back to front, each with its place in the host in CSS pixels. */
  get canvases(): { canvas: HTMLCanvasElement; left: number; top: number }[] {
    if (!this.u) return []
    const { left, top } = this.plotBox()
    return [
      { canvas: this.u.ctx.canvas, left: 0, top: 0 },
      { canvas: this.lines, left, top },
      { canvas: this.front, left, top },
    ]
  }

  set(view: View): void {
    this.view = view
    this.emphasised = undefined
    if (this.made !== this.kind()) this.make()
    else this.u?.setData(this.data(), true)
  }

  /** Whether dragging selects a range. */
  set selectable(yes: boolean) {
    this.selecting = yes
    if (this.u?.cursor.drag) this.u.cursor.drag.x = yes
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host
    if (this.u && width > 0 && height > 0 && (this.u.width !== width || this.u.height !== height))
      this.u.setSize({ width, height })
  }

  destroy(): void {
    this.stop()
    this.u?.destroy()
    this.u = undefined
  }

  /** Brings a line to the front and dims the others; undefined: all are alike again. */
  emphasise(line: Line | undefined, point = -1, dim = true): void {
    this.emphasised = line
    const sheet = sheetOf(this.front, this.to.width, this.to.height, this.to)
    this.lines.classList.toggle(classes.dim ?? '', line !== undefined && dim && this.view.frame.lines.length > 1)
    this.host.dataset.emphasised = line?.name ?? ''
    if (!sheet || !line) return
    if (dim) {
      paintBand(sheet, line, 0.22)
      paintLine(sheet, line, 2.5)
      paintMarks(sheet, line)
    }
    const [x, y] = [line.x[point], line.y[point]]
    if (x === undefined || y === undefined || Number.isNaN(y)) return
    const { ctx, to } = sheet
    ctx.beginPath()
    ctx.arc(to.x(x), to.y(y), 4, 0, 7)
    ctx.fillStyle = line.colour
    ctx.strokeStyle = this.ink.surface
    ctx.lineWidth = 2
    ctx.fill()
    ctx.stroke()
  }

  private plotBox() {
    const ratio = uPlot.pxRatio
    const { left = 0, top = 0 } = this.u?.bbox ?? {}
    return { left: left / ratio, top: top / ratio }
  }

  /** What only a new uPlot can change. */
  private kind(): string {
    const { frame, options } = this.view
    return JSON.stringify([frame.axis, options.xLog, options.yLog])
  }

  private data(): uPlot.AlignedData {
    return [
      [this.view.x.min, this.view.x.max],
      [null, null],
    ]
  }

  private make(): void {
    this.u?.destroy()
    this.made = this.kind()
    const { frame, options } = this.view
    const ink = () => this.ink
    const span = (of: 'x' | 'y') => (): [number, number] => [this.view[of].min, this.view[of].max]
    const u = new uPlot(
      {
        width: Math.max(1, this.host.clientWidth),
        height: Math.max(1, this.host.clientHeight),
        padding: [8, 12, 0, 4],
        scales: {
          x: { time: frame.axis.kind === 'wall', distr: options.xLog ? 3 : 1, range: span('x') },
          y: { distr: options.yLog ? 3 : 1, range: span('y') },
        },
        axes: [xAxis(frame.axis, options.xLog ?? false, ink), yAxis(options.yLog ?? false, ink)],
        series: [{}, { show: true, points: { show: false }, paths: () => null }],
        legend: { show: false },
        cursor: {
          x: false,
          y: false,
          points: { show: false },
          drag: { x: this.selecting, y: false, setScale: false, dist: 4 },
          bind: { dblclick: () => null },
        },
        hooks: {
          draw: [() => this.paint()],
          setSelect: [
            (self) => {
              const { left, width } = self.select
              if (width < 4) return
              self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
              this.selected(left, left + width)
            },
          ],
        },
      },
      this.data(),
      this.host,
    )
    u.over.prepend(this.lines, this.front)
    this.u = u
    this.paint() // what uPlot drew while it was made, it drew without us
  }

  private paint(): void {
    if (!this.u) return
    const begun = performance.now()
    const { frame, x, y, options } = this.view
    const ratio = uPlot.pxRatio
    const { width, height } = this.u.bbox
    this.to = projection(x, y, { x: options.xLog, y: options.yLog }, width / ratio, height / ratio)
    const sheet = sheetOf(this.lines, this.to.width, this.to.height, this.to)
    if (sheet) paintAll(sheet, frame.lines, frame.grouped, this.ink.quiet)
    this.emphasise(this.emphasised)
    this.host.dataset.drawMs = (performance.now() - begun).toFixed(1)
    this.drawn()
  }
}
