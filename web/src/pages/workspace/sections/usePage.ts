import { useCallback, useMemo } from 'react'
import type { Section } from '../../../api/workspace'
import { type Codec, useParam } from '../../../url/params'

/** Pages of sections by the beginnings of their ids, as "abcdefgh.2_ijklmnop.3". */
const pagesParam: Codec<Record<string, number>> = {
  usual: {},
  read: (text) => {
    const out: Record<string, number> = {}
    for (const one of text.split('_')) {
      const [id, page] = one.split('.')
      const n = Number(page)
      if (id && Number.isInteger(n) && n > 1) out[id] = n
    }
    return out
  },
  write: (pages) =>
    Object.entries(pages)
      .map(([id, page]) => `${id}.${page}`)
      .join('_'),
}

export const shortId = (id: string) => id.replace(/^(auto|s)-/, '').slice(0, 8)

/** The page of a section that is shown; it is the reader's alone, in the address (?pages=), and no change of the workspace. */
export function usePage(section: Pick<Section, 'id' | 'page' | 'pages'>): [number, (page: number) => void] {
  const [pages, setPages] = useParam('pages', pagesParam)
  const id = shortId(section.id)
  const page = Math.min(pages[id] ?? section.page, Math.max(1, section.pages))
  const rest = useMemo(() => Object.entries(pages).filter(([other]) => other !== id), [pages, id])
  const set = useCallback(
    (next: number) =>
      setPages(Object.fromEntries(next === section.page ? rest : [...rest, [id, next]]), { replace: true }),
    [id, rest, section.page, setPages],
  )
  return [page, set]
}
