import type { RunFile } from '../../../api/run'

export type FileKind = 'image' | 'audio' | 'video' | 'markdown' | 'json' | 'csv' | 'diff' | 'text' | 'unknown'

const byEnding: Record<string, FileKind> = {}
const endings = (kind: FileKind, list: string) => {
  for (const one of list.split(' ')) byEnding[one] = kind
}
endings('image', 'png jpg jpeg gif webp bmp avif ico svg')
endings('audio', 'wav mp3 ogg oga flac m4a opus')
endings('video', 'mp4 webm mov m4v ogv')
endings('markdown', 'md markdown')
endings('json', 'json ipynb geojson')
endings('csv', 'csv tsv')
endings('diff', 'patch diff')
endings('text', 'txt log py pyi js mjs ts tsx jsx go rs c h cpp cu java jl r sh bash yaml yml toml ini cfg conf')
endings('text', 'xml html htm css sql ndjson jsonl tex bib rst dockerfile makefile gitignore requirements lock env')

/** How a file is shown. HTML is a text like any other: it's never let loose. */
export function kindOfFile(file: Pick<RunFile, 'name' | 'type'>): FileKind {
  const base = file.name.slice(file.name.lastIndexOf('/') + 1).toLowerCase()
  const known = byEnding[base.includes('.') ? base.slice(base.lastIndexOf('.') + 1) : base]
  if (known) return known
  return file.type?.startsWith('text/') ? 'text' : 'unknown'
}

const imageTypes: Record<string, string> = { svg: 'image/svg+xml', jpg: 'image/jpeg', ico: 'image/x-icon' }

/** The type by which a browser draws an image: by its name, whatever the trainer said. */
export function imageType(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return imageTypes[ending] ?? `image/${ending}`
}
