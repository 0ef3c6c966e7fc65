/** Something that the palette finds. */
export type Found = {
  id: string
  kind: 'command' | 'run' | 'metric' | 'project'
  label: string
  hint?: string
  go: () => void
}

/** Commands whose words all begin some word of the label, in any order; in the list's order. */
export function matching(all: Found[], typed: string): Found[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter((c) => {
    const label = `${c.label} ${c.hint ?? ''}`.toLowerCase().split(/\s+/)
    return words.every((w) => label.some((l) => l.startsWith(w)))
  })
}
