import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { RunFile } from '../../../api/run'
import { Markdown } from '../../../markdown/Markdown'
import { type Json, parseJson } from '../../../tree/json'
import { Tree } from '../../../tree/Tree'
import { bytes } from '../../../ui/numbers'
import { Waiting } from '../../../ui/Waiting'
import { CsvTable } from './CsvTable'
import classes from './Files.module.css'
import { type FileKind, imageType } from './kinds'
import { TextLines } from './TextLines'

type Props = { file: RunFile; kind: FileKind; blob: Blob /** It's the beginning only. */; cut: boolean }

/** What is in a file. */
export function Content({ file, kind, blob, cut }: Props) {
  if (kind === 'image') return <Picture name={file.name} blob={blob} />
  return <Words file={file} kind={kind} blob={blob} cut={cut} />
}

/** A picture as a picture and nothing else: scripts in an SVG don't run in one. */
function Picture({ name, blob }: { name: string; blob: Blob }) {
  const [url, setUrl] = useState('')
  const [broken, setBroken] = useState(false)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([blob], { type: imageType(name) }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [name, blob])
  if (broken) return <div className={classes.note}>This isn’t a picture that the browser can draw.</div>
  return (
    <div className={classes.content}>
      {url && <img className={classes.media} src={url} alt={name} onError={() => setBroken(true)} />}
    </div>
  )
}

function Words({ file, kind, blob, cut }: Props) {
  const read = useQuery({
    queryKey: ['file text', file.sha256, blob.size],
    queryFn: () => blob.text(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const text = read.data
  if (text === undefined) return <Waiting />
  if (kind === 'unknown' && /[\0\ufffd]/.test(text.slice(0, 10_000))) {
    return <div className={classes.note}>It’s no text: download it to use it.</div>
  }
  return (
    <>
      {cut && (
        <div className={classes.note}>
          The first {bytes(blob.size)} of {bytes(file.size)}; the download has it all.
        </div>
      )}
      <div className={classes.content}>
        <Shown file={file} kind={kind} text={text} cut={cut} />
      </div>
    </>
  )
}

function Shown({ file, kind, text, cut }: { file: RunFile; kind: FileKind; text: string; cut: boolean }) {
  const [search, setSearch] = useState('')
  if (kind === 'markdown' && text.length < 300_000) {
    return (
      <div style={{ padding: '4px 16px' }}>
        <Markdown text={text} />
      </div>
    )
  }
  if (kind === 'csv') return <CsvTable text={text} separator={file.name.endsWith('.tsv') ? '\t' : ','} />
  if (kind === 'json' && !cut) {
    const value = tryJson(text)
    if (value !== undefined && typeof value === 'object' && value !== null) {
      return (
        <div style={{ height: '100%', padding: '0 10px 10px' }}>
          <Tree name={file.name} value={value} search={search} onSearch={setSearch} />
        </div>
      )
    }
  }
  return <TextLines name={file.name} text={text} diff={kind === 'diff'} />
}

function tryJson(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
