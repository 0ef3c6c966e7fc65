import type { Axis } from './frame'

/** Where the reader points: on which axis, at what, and which run or group they look at. */
export type Pointed = { axis: string; x: number; owner?: string; by: object }

type Listener = (pointed: Pointed | undefined) => void

const listeners = new Set<Listener>()
let last: Pointed | undefined

/** Axes of the same name share a crosshair. */
export const axisKey = (axis: Axis) => (axis.kind === 'metric' ? `metric ${axis.metric ?? ''}` : axis.kind)

/** Tells all charts of the page where the reader points; undefined: nowhere. */
export function point(to: Pointed | undefined): void {
  if (!to && !last) return
  last = to
  for (const l of listeners) l(to)
}

/** Where the reader points now. */
export const pointed = () => last

/** Listens until the function that is returned is called. */
export function onPoint(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
