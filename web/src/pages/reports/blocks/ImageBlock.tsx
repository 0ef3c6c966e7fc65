import { type Block, imageAddress, type Report } from '../../../api/reports'
import { useScope } from '../../../api/scope'
import classes from '../Report.module.css'

/** An image that was uploaded. Its description stands below it, too. */
export function ImageBlock({ report, block }: { report: Report; block: Block }) {
  const scope = useScope()
  if (!block.image) return null
  const { sha256, alt } = block.image
  return (
    <figure className={classes.image}>
      <img src={imageAddress(scope, report.id, sha256)} alt={alt ?? ''} loading="lazy" />
      {alt && <figcaption aria-hidden>{alt}</figcaption>}
    </figure>
  )
}
