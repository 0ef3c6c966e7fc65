export type Section = { title: string; metrics: string[] }

const inOrder = new Intl.Collator('en', { numeric: true })

/** Metrics by the part of their names before the first slash, those without one first. */
export function sectionsOf(metrics: string[], search: string): Section[] {
  const needle = search.trim().toLowerCase()
  const byPrefix = new Map<string, string[]>()
  for (const name of [...metrics].sort(inOrder.compare)) {
    if (needle && !name.toLowerCase().includes(needle)) continue
    const slash = name.indexOf('/')
    const title = slash > 0 ? name.slice(0, slash) : ''
    const section = byPrefix.get(title)
    if (section) section.push(name)
    else byPrefix.set(title, [name])
  }
  return [...byPrefix]
    .sort(([a], [b]) => inOrder.compare(a, b))
    .map(([title, some]) => ({ title: title || 'Metrics', metrics: some }))
}
