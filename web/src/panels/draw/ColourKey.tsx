import { exact, short } from '../../ui/numbers'
import { fieldName } from '../field'
import { clipped } from '../shown'
import classes from './ColourKey.module.css'
import { rampGradient } from './ramp'

/** What colours stand for. */
export function ColourKey(props: {
  field?: string
  ramp?: { lo: number; hi: number }
  words?: { word: string; colour: string }[]
}) {
  const { field, ramp, words } = props
  if (!field || (!ramp && !words)) return null
  return (
    <div className={classes.key}>
      <span className={classes.name}>{fieldName(field)}</span>
      {ramp && (
        <>
          <span title={exact(ramp.lo)}>{short(ramp.lo, 3)}</span>
          <span className={classes.ramp} style={{ background: rampGradient }} />
          <span title={exact(ramp.hi)}>{short(ramp.hi, 3)}</span>
        </>
      )}
      {words?.map((w) => (
        <span key={w.word} className={classes.word}>
          <i style={{ background: w.colour }} />
          {clipped(w.word, 24)}
        </span>
      ))}
    </div>
  )
}
