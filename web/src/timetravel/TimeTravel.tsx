/** The picker of a moment of the past. */
export function TimeTravel() {
  return null
}
