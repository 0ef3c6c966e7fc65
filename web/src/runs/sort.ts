export type SortKey = { field: string; desc: boolean }

/** A sort key as it is stored: FIELD, FIELD:asc or FIELD:desc. */
export function readSort(text: string): SortKey {
  const dir = /:(asc|desc)$/i.exec(text)?.[0]
  return { field: dir ? text.slice(0, -dir.length) : text, desc: dir?.toLowerCase() === ':desc' }
}

export const writeSort = ({ field, desc }: SortKey) => `${field}:${desc ? 'desc' : 'asc'}`
