import type { RunFile } from '../../../api/run'

/** The file that the run was started with: the one that the program's path ends with, else a script. */
export function mainScript(files: RunFile[], program = ''): string {
  const code = files.filter((f) => f.name.startsWith('code/'))
  const slashed = `/${program.replaceAll('\\', '/')}`
  const found =
    code.find((f) => slashed.endsWith(f.name.slice('code'.length))) ??
    code.find((f) => slashed.endsWith(f.name.slice(f.name.lastIndexOf('/')))) ??
    code.find((f) => /\.(py|ipynb)$/.test(f.name)) ??
    code[0] ??
    files[0]
  return found?.name ?? ''
}
