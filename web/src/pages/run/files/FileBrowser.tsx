import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconFile, IconFolder } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import type { RunFile } from '../../../api/run'
import { Broken } from '../../../ui/Broken'
import { bytes, count } from '../../../ui/numbers'
import classes from './Files.module.css'
import { fileRows } from './filetree'
import { Preview } from './Preview'

type Props = {
  run: string
  files: RunFile[]
  /** There are more; called for them. */
  more?: () => void
  /** The name of the file that is shown. */
  shown: string
  onShow: (name: string) => void
}

const rowHeight = 28

/** Files by their folders, and a look into one of them. */
export function FileBrowser({ run, files, more, shown, onShow }: Props) {
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
  const usual = files.length <= 200
  const rows = useMemo(() => fileRows(files, (name) => usual !== changed.has(name)), [files, usual, changed])
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const toggle = (name: string) => {
    const next = new Set(changed)
    if (!next.delete(name)) next.add(name)
    setChanged(next)
  }
  const file = files.find((f) => f.name === shown)
  return (
    <div className={classes.browser}>
      <nav className={classes.list} aria-label="Files">
        <div ref={scroll} className={classes.scroll}>
          <div style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index]
              if (!row) return null
              const open = !row.file && usual !== changed.has(row.name)
              const size = row.bytes < 0 ? 'not here yet' : bytes(row.bytes)
              return (
                <button
                  key={row.name}
                  type="button"
                  className={classes.row}
                  style={{ top: start, paddingLeft: 8 + row.depth * 16 }}
                  aria-expanded={row.file ? undefined : open}
                  aria-current={row.file ? row.name === shown : undefined}
                  title={row.name}
                  onClick={() => (row.file ? onShow(row.name) : toggle(row.name))}
                >
                  {row.file ? (
                    <IconFile size={14} />
                  ) : open ? (
                    <IconChevronDown size={14} />
                  ) : (
                    <IconChevronRight size={14} />
                  )}
                  {!row.file && <IconFolder size={14} />}
                  <span className={classes.label}>{row.label}</span>
                  <span className={classes.size}>
                    {!row.file && `${count(row.files)} · `}
                    {size}
                  </span>
                </button>
              )
            })}
          </div>
        </div>
        {more && (
          <Button variant="subtle" size="xs" onClick={more}>
            More files
          </Button>
        )}
      </nav>
      <section className={classes.preview} aria-label="Preview">
        {file ? (
          <Broken what="This file" resetKey={`${file.name} ${file.sha256}`}>
            <Preview key={file.name} run={run} file={file} />
          </Broken>
        ) : (
          <div className={classes.note}>{shown ? `There is no file ${shown}.` : 'Choose a file to look into it.'}</div>
        )}
      </section>
    </div>
  )
}
