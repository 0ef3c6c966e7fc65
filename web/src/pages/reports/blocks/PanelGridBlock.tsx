import type { Block, BlockAnswer, Report } from '../../../api/reports'
import { PanelView } from '../../../panels/PanelView'
import { Broken } from '../../../ui/Broken'
import { panelDataOf, panelIds, panelTitle, specOf } from '../panelData'
import classes from '../Report.module.css'
import { BlockData } from './BlockData'

const panelHeight = 280

/** Panels beside each other, as many as there's room for. */
export function PanelGridBlock({ report, block }: { report: Report; block: Block }) {
  const panels = block.panels ?? []
  const ids = panelIds(panels)
  if (panels.length === 0) return <p className={classes.none}>No panels yet.</p>
  const height = panels.length === 1 ? 340 : panelHeight
  return (
    <BlockData report={report} block={block} height={Math.ceil(panels.length / 2) * (height + 40)}>
      {(data) => (
        <div className={classes.grid} data-panels={panels.length}>
          {panels.map((stored, i) => {
            const id = ids[i] ?? ''
            const answer = (data.payloads ?? []).find((a) => a.block === block.id && a.panel === id)
            return (
              <figure key={id} className={classes.panel} data-panel={id} data-sha256={answer?.sha256}>
                <figcaption>{panelTitle(specOf(stored))}</figcaption>
                <Broken what="This panel" resetKey={answer}>
                  {answer ? <Drawn block={block} id={id} stored={stored} answer={answer} height={height} /> : null}
                </Broken>
              </figure>
            )
          })}
        </div>
      )}
    </BlockData>
  )
}

function Drawn(props: { block: Block; id: string; stored: unknown; answer: BlockAnswer; height: number }) {
  const { block, id, stored, answer, height } = props
  return (
    <>
      <PanelView data={panelDataOf(block.id, id, stored, block.run_set, answer)} height={height} />
      <Missing answer={answer} />
    </>
  )
}

/** Runs that were listed and were gone when the data were asked for. */
export function Missing({ answer }: { answer: BlockAnswer }) {
  const n = answer.payload?.missing?.length ?? 0
  if (n === 0) return null
  return (
    <p className={classes.note}>
      {n === 1 ? 'One run that is listed here was' : `${n} runs that are listed here were`} deleted before these data
      were taken.
    </p>
  )
}
