import { useRef } from 'react'
import { useChange } from '../../../api/change'
import { type Place, uploadImage } from '../../../api/reportChanges'
import type { Report } from '../../../api/reports'
import classes from './Edit.module.css'
import { ImageForm } from './ImageForm'
import type { Kind } from './kinds'
import { PanelGridEditor } from './PanelGridEditor'
import { RunSetEditor } from './RunSetEditor'
import { TextEditor } from './TextEditor'
import type { useBlocks } from './useBlocks'

type Props = {
  report: Report
  kind: Kind
  /** An image that was pasted or dropped. */
  file?: File
  place: Place
  change: ReturnType<typeof useBlocks>
  stored: (id: string) => void
  close: () => void
  onSlash: () => void
}

/** A block that isn't stored yet: adding it is one action, with what is in it. */
export function NewBlock(props: Props) {
  return (
    <section className={classes.block} data-open data-new={props.kind} aria-label="New block">
      <Content {...props} />
    </section>
  )
}

function Content({ report, kind, file, place, change, stored, close, onSlash }: Props) {
  const id = useRef<string>(undefined)
  const upload = useChange(uploadImage, ['reports'], { quiet: true })
  switch (kind) {
    case 'markdown':
      return (
        <TextEditor
          report={report.id}
          draft={`new ${place.after ?? place.before ?? ''}`}
          stored=""
          version={0}
          onSlash={onSlash}
          close={close}
          save={async (text, version) => {
            if (id.current) return change.edit(id.current, { text }, version)
            const out = await change.add({ kind, text }, place)
            id.current = out.id
            stored(out.id)
            return out.version
          }}
        />
      )
    case 'run_set':
      return <RunSetEditor save={(run_set) => change.add({ kind, run_set }, place)} close={close} />
    case 'panel_grid':
      return <PanelGridEditor panels={[]} save={(content) => change.add({ kind, ...content }, place)} close={close} />
    case 'image':
      return (
        <ImageForm
          file={file}
          save={({ file: chosen, alt }) =>
            chosen
              ? upload.mutateAsync({ report: report.id, file: chosen, name: chosen.name, alt, place })
              : Promise.resolve()
          }
          close={close}
        />
      )
  }
}
