import type { RunGroup } from '../api/runs'

/** A stretch of the list: all runs, or a group with its runs below it if it's open. */
export type Stretch = {
  /** Where it begins in the list. */
  start: number
  /** How many items it has, with the group's own row. */
  length: number
  group?: RunGroup
  groupKey: string
  open: boolean
}

export type Place = { stretch: Stretch /** Which of the stretch's runs; -1: the group's row. */; run: number }

export const groupKey = (g: RunGroup) => JSON.stringify((g.values ?? []).map((v) => [v.key, v.value]))

/** The stretches of a list of groups. */
export function stretchesOf(groups: RunGroup[], open: ReadonlySet<string>): Stretch[] {
  let start = 0
  return groups.map((group) => {
    const key = groupKey(group)
    // A group whose values are a list can't be asked for: see RunGroup.filter.
    const isOpen = open.has(key) && group.filter !== undefined
    const length = 1 + (isOpen ? group.count : 0)
    const stretch = { start, length, group, groupKey: key, open: isOpen }
    start += length
    return stretch
  })
}

/** The one stretch of a list without groups. */
export const allRuns = (matched: number): Stretch[] => [{ start: 0, length: matched, groupKey: '', open: true }]

export const lengthOf = (stretches: Stretch[]) => {
  const last = stretches.at(-1)
  return last ? last.start + last.length : 0
}

/** What stands at an index of the list. */
export function placeAt(stretches: Stretch[], index: number): Place | undefined {
  let low = 0
  let high = stretches.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const s = stretches[middle]
    if (!s) return undefined
    if (index < s.start) high = middle - 1
    else if (index >= s.start + s.length) low = middle + 1
    else return { stretch: s, run: index - s.start - (s.group ? 1 : 0) }
  }
  return undefined
}

export type PageOf = { stretch: Stretch; page: number }

export const pageKey = (stretch: Pick<Stretch, 'groupKey'>, page: number) => `${page} ${stretch.groupKey}`

/** The pages that a range of the list needs, first and last index included. */
export function pagesOf(stretches: Stretch[], first: number, last: number, size: number): PageOf[] {
  const out = new Map<string, PageOf>()
  for (let i = Math.max(0, first); i <= last; i++) {
    const at = placeAt(stretches, i)
    if (!at) break
    if (at.run < 0) continue
    const page = Math.floor(at.run / size)
    out.set(pageKey(at.stretch, page), { stretch: at.stretch, page })
  }
  return [...out.values()]
}
