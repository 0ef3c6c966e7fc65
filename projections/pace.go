package projections

import "time"

// Linger says how long rows wait for company.
type Linger struct {
	Min  time.Duration // between two inserts when little comes; an idle table is written at once
	Max  time.Duration // under load
	Runs time.Duration // between two inserts of run rows
}

// DefaultLinger: at most ten inserts a second and table. Under load an insert takes 30 ms
// and 0.25 µs a row on two cores that are busy otherwise too: waiting for 300 ms saves a
// quarter of that time and doubles how long points aren't seen.
var DefaultLinger = Linger{Min: 100 * time.Millisecond, Max: 150 * time.Millisecond, Runs: 600 * time.Millisecond}

// busyRate is the rows a second from which rows wait for Max.
const busyRate = 20_000

// pace decides when to insert. It belongs to the inserting goroutine, but for
// runsInserted.
type pace struct {
	linger   Linger
	started  time.Time // the last insert
	rate     float64   // rows a second, smoothed
	runsAt   time.Time
	runsCost chan time.Duration // of the last insert of run rows
	cost     time.Duration
}

func newPace(l Linger) *pace { return &pace{linger: l, runsCost: make(chan time.Duration, 1)} }

// due says when to take a batch; any: there is something to take at all.
func (p *pace) due(now time.Time, rows, full, dirty, urgent bool) (time.Time, bool) {
	switch {
	case full:
		return now, true
	case rows:
		return p.started.Add(p.wait()), true
	case dirty:
		return p.runsNext(urgent), true
	}
	return now, false
}

func (p *pace) wait() time.Duration {
	load := min(1, p.rate/busyRate)
	return p.linger.Min + time.Duration(load*float64(p.linger.Max-p.linger.Min))
}

func (p *pace) inserted(start, end time.Time, rows int) {
	if since := start.Sub(p.started).Seconds(); !p.started.IsZero() && since > 0 {
		rate := float64(rows) / max(since, 0.01)
		if since > 2 {
			p.rate = rate
		} else {
			p.rate = 0.7*p.rate + 0.3*rate
		}
	}
	p.started = start
}

const longestRunsWait = 2 * time.Second

// runsNext: run rows are dear (JSON columns), so they keep a distance of four times
// what the last insert of them took; but not for ever: after a large one, or on a busy
// machine, people wait.
func (p *pace) runsNext(urgent bool) time.Time {
	select {
	case p.cost = <-p.runsCost:
	default:
	}
	wait := max(p.linger.Runs, min(4*p.cost, longestRunsWait))
	if urgent {
		wait = max(p.linger.Min, min(2*p.cost, longestRunsWait))
	}
	return p.runsAt.Add(wait)
}

func (p *pace) runsDue(now time.Time, urgent bool) bool { return !p.runsNext(urgent).After(now) }

func (p *pace) runsTaken(now time.Time) { p.runsAt = now }

// runsInserted is called by the goroutine that inserts run rows.
func (p *pace) runsInserted(took time.Duration) {
	select {
	case p.runsCost <- took:
	default:
	}
}
