import { Alert } from '@mantine/core'
import type { Block, Report } from '../../../api/reports'
import { Markdown } from '../../../markdown/Markdown'
import { Broken } from '../../../ui/Broken'
import classes from '../Report.module.css'
import { ImageBlock } from './ImageBlock'
import { PanelGridBlock } from './PanelGridBlock'
import { RunSetBlock } from './RunSetBlock'

/** A block as one reads it. A bad one doesn't take the report along. */
export function BlockView({ report, block }: { report: Report; block: Block }) {
  return (
    <Broken what="This block" resetKey={block.version}>
      {block.fault && (
        <Alert color="yellow" title="Not all of this block can be shown" my="xs" role="alert">
          {block.fault}. Edit or delete the block; the rest of the report isn’t touched.
        </Alert>
      )}
      <Content report={report} block={block} />
    </Broken>
  )
}

function Content({ report, block }: { report: Report; block: Block }) {
  switch (block.kind) {
    case 'markdown':
      return block.text ? (
        <div className={classes.text}>
          <Markdown text={block.text} />
        </div>
      ) : (
        <p className={classes.none}>An empty text.</p>
      )
    case 'run_set':
      return <RunSetBlock report={report} block={block} />
    case 'panel_grid':
      return <PanelGridBlock report={report} block={block} />
    case 'image':
      return <ImageBlock report={report} block={block} />
    default:
      return null
  }
}
