package catalog

import (
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/eventlog"
)

// Options of a Catalog; only Log is needed.
type Options struct {
	Log        eventlog.Log
	Clock      func() time.Time      // default time.Now
	Logger     *slog.Logger          // default: silent
	Registerer prometheus.Registerer // default: no metrics
	Snapshots  SnapshotStore         // default: none, each start folds the whole log
}

// Catalog folds the actions topic of a log as it grows and appends commands to it.
// Its methods may be called by many goroutines; Run must be running for them to
// come to an end.
type Catalog struct {
	log     eventlog.Log
	clock   func() time.Time
	logger  *slog.Logger
	metrics *metrics

	mu    sync.RWMutex // guards state
	state *State

	checked  bool // the number of partitions was compared; only the fold looks at it
	waiting  waiting
	watchers watchers
	ends     ends // coalesces questions for the log's end
	uses     chan string

	snaps   snapshots
	past    pastStates
	effects effects // of the latest actions
	older   effects // of actions that somebody asked for
}

// New returns a Catalog; nothing happens before Run.
func New(o Options) *Catalog {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Catalog{
		log: o.Log, clock: o.Clock, logger: o.Logger, state: NewState(),
		waiting: newWaiting(), uses: make(chan string, 64),
		snaps: newSnapshots(o.Snapshots), past: newPastStates(o.Clock), effects: newEffects(), older: newEffects(),
	}
	c.ends.ask = c.askEnd
	c.metrics = newMetrics(o.Registerer, c)
	return c
}

// View calls f with the state under a read lock. f must not block, and must not keep
// the state; values that it took out (*Run, …) stay valid as snapshots.
func (c *Catalog) View(f func(*State)) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	f(c.state)
}

// Next is the offset of the next action to fold.
func (c *Catalog) Next() eventlog.Offset {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.state.Next()
}

// Partitions is the number of telemetry partitions; 0 before the fold has begun.
func (c *Catalog) Partitions() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.state.Partitions()
}
