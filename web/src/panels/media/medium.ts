import { isObject } from '../spec'

/** Something that was logged and isn't a number. */
export type Medium =
  | {
      kind: 'image' | 'audio' | 'video' | 'html' | 'table' | 'file'
      path: string
      caption?: string
      width?: number
      height?: number
      size?: number
      rows?: number
    }
  | { kind: 'histogram'; edges: number[]; counts: number[] }
  | { kind: 'rows'; columns: string[]; data: unknown[][] }
  | { kind: 'value'; value: unknown }

const kinds: Record<string, 'image' | 'audio' | 'video' | 'html' | 'table'> = {
  'image-file': 'image',
  'audio-file': 'audio',
  'video-file': 'video',
  'html-file': 'html',
  'table-file': 'table',
}

const text = (v: unknown) => (typeof v === 'string' && v !== '' ? v : undefined)
const number = (v: unknown) => (typeof v === 'number' && Number.isFinite(v) && v >= 0 ? v : undefined)

/** As many items of one list as are shown. */
const mostItems = 108

/** What a logged value is: one medium, or the items of a list of them. */
export function mediaOf(value: unknown): Medium[] {
  if (Array.isArray(value) && value.some((v) => isObject(v) && '_type' in v))
    return value.slice(0, mostItems).flatMap(mediaOf)
  if (!isObject(value) || typeof value._type !== 'string') return [{ kind: 'value', value }]
  const type = value._type
  if (type === 'histogram') return [histogram(value) ?? { kind: 'value', value }]
  const captions = Array.isArray(value.captions) ? value.captions : []
  if (type === 'images/separated' && Array.isArray(value.filenames)) {
    return value.filenames.slice(0, mostItems).flatMap((path, i) =>
      typeof path === 'string'
        ? [
            {
              kind: 'image' as const,
              path,
              caption: text(captions[i]),
              width: number(value.width),
              height: number(value.height),
            },
          ]
        : [],
    )
  }
  if (type === 'table' && Array.isArray(value.data) && Array.isArray(value.columns)) {
    return [{ kind: 'rows', columns: value.columns.map(String), data: value.data.filter(Array.isArray) }]
  }
  const path = text(value.path)
  if (path) {
    return [
      {
        kind: kinds[type] ?? 'file',
        path,
        caption: text(value.caption),
        width: number(value.width),
        height: number(value.height),
        size: number(value.size),
        rows: number(value.nrows),
      },
    ]
  }
  // Lists of audio, videos, html: {"_type": "videos", "videos": [{"_type": "video-file", …}]}
  const list = Object.values(value).find((v) => Array.isArray(v) && v.some((one) => isObject(one) && '_type' in one))
  if (!Array.isArray(list)) return [{ kind: 'value', value }]
  return list
    .slice(0, mostItems)
    .flatMap((one, i) => mediaOf(one).map((m) => ('path' in m ? { ...m, caption: m.caption ?? text(captions[i]) } : m)))
}

/** Counts with their bins' edges, of which there's one more; or packed as {min, size, count}. */
function histogram(v: Record<string, unknown>): Medium | undefined {
  const counts = numbers(v.values)
  let edges = numbers(v.bins)
  if (isObject(v.packedBins)) {
    const { min, size, count } = v.packedBins
    if (
      typeof min !== 'number' ||
      typeof size !== 'number' ||
      typeof count !== 'number' ||
      !(count >= 0 && count <= 10_000)
    )
      return undefined
    edges = Array.from({ length: count + 1 }, (_, i) => min + i * size)
  }
  if (!counts || !edges || edges.length !== counts.length + 1 || counts.length === 0) return undefined
  return { kind: 'histogram', edges, counts }
}

function numbers(v: unknown): number[] | undefined {
  return Array.isArray(v) && v.length <= 10_000 && v.every((n) => typeof n === 'number' && Number.isFinite(n))
    ? v
    : undefined
}

export const isHistogram = (v: unknown) => isObject(v) && v._type === 'histogram'
