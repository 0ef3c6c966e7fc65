import type { Block, Report } from '../../../api/reports'
import { ImageForm } from './ImageForm'
import { PanelGridEditor } from './PanelGridEditor'
import { RunSetEditor } from './RunSetEditor'
import { TextEditor } from './TextEditor'
import type { useBlocks } from './useBlocks'

type Props = { report: Report; block: Block; change: ReturnType<typeof useBlocks>; close: () => void }

/** Edits the content of a block that there is. */
export function BlockEditor({ report, block, change, close }: Props) {
  switch (block.kind) {
    case 'markdown':
      return (
        <TextEditor
          report={report.id}
          draft={block.id}
          stored={block.text ?? ''}
          version={block.version}
          save={(text, version) => change.edit(block.id, { text }, version)}
          close={close}
        />
      )
    case 'run_set':
      return (
        <RunSetEditor
          stored={block.run_set}
          save={(run_set) => change.edit(block.id, { run_set }, block.version)}
          close={close}
        />
      )
    case 'panel_grid':
      return (
        <PanelGridEditor
          panels={block.panels ?? []}
          runSet={block.run_set}
          save={(content) => change.edit(block.id, content, block.version)}
          close={close}
        />
      )
    default:
      return (
        <ImageForm
          stored={block.image}
          save={async ({ file, alt }) => {
            const image = file
              ? { data: await base64(file), name: file.name, alt }
              : { sha256: block.image?.sha256, name: block.image?.name, alt }
            await change.edit(block.id, { image }, block.version)
          }}
          close={close}
        />
      )
  }
}

async function base64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}
