import type { Line } from './frame'
import type { Plot } from './Plot'
import { inkOf } from './theme'

const pad = 12
const row = 18

type Entry = { line: Line; x: number; y: number }

/** Where legend entries go, and how high it all is. */
function laidOut(ctx: CanvasRenderingContext2D, lines: Line[], width: number): { entries: Entry[]; height: number } {
  let x = pad
  let y = 0
  const entries = lines.map((line): Entry => {
    const wide = ctx.measureText(line.name).width + 32
    if (x > pad && x + wide > width - pad) {
      x = pad
      y += row
    }
    const entry = { line, x, y }
    x += wide
    return entry
  })
  return { entries, height: lines.length > 0 ? y + row + pad / 2 : 0 }
}

/** What a plot shows as a picture of its own: title, chart, legend, on the page's background. */
export function picture(plot: Plot, title: string): HTMLCanvasElement {
  const ratio = window.devicePixelRatio || 1
  const ink = inkOf(plot.host)
  const { clientWidth: width, clientHeight: height } = plot.host
  const canvas = document.createElement('canvas')
  const ctx = canvas.getContext('2d')
  if (!ctx) return canvas
  const font = (weight: number, size: number) => {
    ctx.font = `${weight} ${size}px system-ui, sans-serif`
  }
  font(400, 12)
  const legend = laidOut(ctx, plot.shown.frame.lines.slice(0, 200), width)
  const top = title ? 30 : pad
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round((top + height + legend.height) * ratio)
  ctx.scale(ratio, ratio)
  ctx.fillStyle = ink.surface
  ctx.fillRect(0, 0, width, top + height + legend.height)
  ctx.textBaseline = 'middle'
  ctx.fillStyle = ink.text
  font(600, 14)
  if (title) ctx.fillText(title, pad, top / 2 + 2, width - 2 * pad)
  for (const { canvas: layer, left, top: y } of plot.canvases) {
    if (layer.width > 0 && layer !== plot.front)
      ctx.drawImage(layer, left, top + y, layer.width / ratio, layer.height / ratio)
  }
  font(400, 12)
  for (const { line, x, y } of legend.entries) {
    const middle = top + height + y + row / 2
    ctx.strokeStyle = line.colour
    ctx.lineWidth = 2.5
    ctx.setLineDash(line.dash)
    ctx.beginPath()
    ctx.moveTo(x, middle)
    ctx.lineTo(x + 14, middle)
    ctx.stroke()
    ctx.fillStyle = ink.text
    ctx.fillText(line.name, x + 19, middle, width - 2 * pad - 19)
  }
  return canvas
}
