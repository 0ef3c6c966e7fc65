import type { RunFile } from '../../../api/run'

/** A line of the list: a folder or a file. */
export type FileRow = {
  /** The whole name; a folder's ends with a slash. */
  name: string
  label: string
  depth: number
  file?: RunFile
  /** Of a folder: the files below it, and their bytes. */
  files: number
  bytes: number
}

type Folder = { folders: Map<string, Folder>; files: RunFile[]; count: number; bytes: number }

const newFolder = (): Folder => ({ folders: new Map(), files: [], count: 0, bytes: 0 })

/** Files by their folders; folders first, in the order of their names. */
export function fileRows(files: RunFile[], isOpen: (folder: string) => boolean): FileRow[] {
  const root = newFolder()
  for (const file of files) {
    let at = root
    for (const part of file.name.split('/').slice(0, -1)) {
      const next = at.folders.get(part) ?? newFolder()
      at.folders.set(part, next)
      next.count++
      next.bytes += Math.max(0, file.size)
      at = next
    }
    at.files.push(file)
  }
  const rows: FileRow[] = []
  const walk = (folder: Folder, prefix: string, depth: number) => {
    for (const [label, sub] of folder.folders) {
      const name = `${prefix}${label}/`
      rows.push({ name, label, depth, files: sub.count, bytes: sub.bytes })
      if (isOpen(name)) walk(sub, name, depth + 1)
    }
    for (const file of folder.files) {
      const label = file.name.slice(prefix.length)
      rows.push({ name: file.name, label, depth, file, files: 1, bytes: file.size })
    }
  }
  walk(root, '', 0)
  return rows
}
