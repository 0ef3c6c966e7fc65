package read

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/progress"
)

// Options of a Reader; Log, Board and Client are needed.
type Options struct {
	Log        eventlog.Log
	Board      *progress.Board
	Client     *clickhouse.Client
	Clock      func() time.Time      // default time.Now
	Registerer prometheus.Registerer // default: no metrics
	Heavy      int                   // heavy queries at once; default 4
	Exports    int                   // exports at once; default 2
}

// Reader asks ClickHouse on behalf of people. It is safe for concurrent use.
type Reader struct {
	log    eventlog.Log
	board  *progress.Board
	client *clickhouse.Client
	clock  func() time.Time
	heavy  *gate
	export *gate
	silent atomic.Bool // ClickHouse didn't answer when it was asked last
	*metrics
}

const (
	defaultHeavy   = 4
	defaultExports = 2
)

// New returns a Reader.
func New(o Options) *Reader {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Heavy == 0 {
		o.Heavy = defaultHeavy
	}
	if o.Exports == 0 {
		o.Exports = defaultExports
	}
	return &Reader{
		log: o.Log, board: o.Board, client: o.Client, clock: o.Clock,
		heavy: newGate("heavy queries", o.Heavy), export: newGate("exports", o.Exports), metrics: newMetrics(o.Registerer),
	}
}

// Now is the time by the reader's clock: what a read of now compares with.
func (r *Reader) Now() time.Time { return r.clock() }
