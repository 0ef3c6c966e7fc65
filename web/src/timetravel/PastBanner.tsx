import { Button } from '@mantine/core'
import { useScope } from '../api/scope'
import { absolute, relative } from '../ui/times'
import { useMoment } from '../url/moment'
import { timeOf } from './moments'
import classes from './PastBanner.module.css'

/** Marks a page that shows the past, on every tab. */
export function PastBanner() {
  const { asOf } = useScope()
  const [, setAsOf] = useMoment()
  if (!asOf) return null
  const time = timeOf(asOf)
  const at = time === undefined ? undefined : new Date(time).toISOString()
  return (
    <div className={classes.banner} role="status">
      <span>
        You see the project as of <strong>{at ? absolute(at) : `position ${asOf}`}</strong>
        {at && ` (${relative(at)})`}. Nothing can be changed here.
      </span>
      <Button size="compact-xs" variant="default" onClick={() => setAsOf('')}>
        Back to now
      </Button>
    </div>
  )
}
