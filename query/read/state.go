package read

import "time"

// Grace is the silence after which a run that hasn't ended counts as crashed: longer
// than a trainer is silent, which sends a heartbeat every 30 s.
const Grace = 5 * time.Minute

// StateSQL is a run's state as it is shown: what its trainer said last, unless it was
// silent since before the moment before. last is when the run was last active, stop
// whether a person asked it to stop.
func StateSQL(state, last, stop, before string) string {
	return "multiIf(" + state + " IN ('finished', 'failed', 'killed'), toString(" + state + "), " +
		last + " < " + before + ", 'crashed', " +
		stop + ", 'stopping', " + state + " = 'preempting', 'preempting', 'running')"
}
