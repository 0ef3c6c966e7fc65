import type { ReportSummary } from '../../api/reports'

export const sorts = ['edited', 'created', 'title', 'author'] as const
export type Sort = (typeof sorts)[number]

/** When a report was changed last. */
export const editedAt = (r: ReportSummary) => r.changed ?? r.created

const byText = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

const compare: Record<Sort, (a: ReportSummary, b: ReportSummary) => number> = {
  edited: (a, b) => Date.parse(editedAt(b)) - Date.parse(editedAt(a)),
  created: (a, b) => Date.parse(b.created) - Date.parse(a.created),
  title: (a, b) => byText.compare(a.title, b.title),
  author: (a, b) => byText.compare(a.author, b.author),
}

/** The reports whose title, description or author has all words, in an order; times: the latest first. */
export function shownReports(all: ReportSummary[], search: string, sort: Sort, reversed: boolean): ReportSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = all.filter((r) => {
    const text = `${r.title} ${r.description ?? ''} ${r.author}`.toLowerCase()
    return words.every((w) => text.includes(w))
  })
  found.sort((a, b) => compare[sort](a, b) || compare.created(a, b))
  return reversed ? found.reverse() : found
}
