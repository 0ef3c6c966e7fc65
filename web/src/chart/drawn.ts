import type { ChartAnswer } from './frame'
import type { Plot, View } from './Plot'

/** What a chart of the page shows, for exports. */
export type Drawn = { answer: ChartAnswer; title: string; view: View }

const charts = new WeakMap<Element, () => Drawn & { plot: Plot }>()

/** Says how to find out what an element shows, until the function that is returned is called. */
export function drawnIn(element: Element, what: () => Drawn & { plot: Plot }): () => void {
  charts.set(element, what)
  return () => charts.delete(element)
}

/** What the first chart within an element, or the element itself, shows. */
export function drawnWithin(within: HTMLElement): (Drawn & { plot: Plot }) | undefined {
  const element = within.matches('[data-chart]') ? within : within.querySelector('[data-chart]')
  return element ? charts.get(element)?.() : undefined
}
