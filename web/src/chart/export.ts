import { chartCSV } from './csv'
import { drawnWithin } from './drawn'
import { picture } from './picture'

/** Whether there is a line chart within an element of the page, such as a panel. */
export function canExport(within: HTMLElement): boolean {
  return drawnWithin(within) !== undefined
}

/** Saves the chart within an element as a picture, with its title and legend. */
export async function exportPNG(within: HTMLElement, title?: string): Promise<void> {
  const drawn = drawnWithin(within)
  if (!drawn) return
  const canvas = picture(drawn.plot, title ?? drawn.title)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (blob) save(blob, fileName(title ?? drawn.title, 'png'))
}

/** Saves exactly what the chart within an element shows as CSV: zoomed, that is the range. */
export function exportCSV(within: HTMLElement, title?: string): void {
  const drawn = drawnWithin(within)
  if (!drawn) return
  save(new Blob([chartCSV(drawn.answer)], { type: 'text/csv' }), fileName(title ?? drawn.title, 'csv'))
}

/** A title as the name of a file that every system takes. */
export function fileName(title: string, ending: string): string {
  const plain = title
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80)
  return `${plain || 'chart'}.${ending}`
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken it by then; the address would keep it in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
