import classes from './PanelCard.module.css'

/** The place of a panel that isn't known yet. */
export function PanelRoom() {
  return <div className={classes.room} aria-busy="true" />
}
