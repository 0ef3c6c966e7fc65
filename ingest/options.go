package ingest

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/position"
)

// Catalog is what ingest needs to know of what exists and who may do what.
// *catalog.Catalog is one.
type Catalog interface {
	// View calls f with the fold as it is now. What f takes out stays valid.
	View(f func(*catalog.State))
	// Do appends actions together and returns the fold's verdicts on them and the
	// position that includes them.
	Do(ctx context.Context, events ...*pb.Event) ([]catalog.Verdict, position.Position, error)
	// Fresh returns once the fold has reached the log's end as asked now.
	Fresh(ctx context.Context) error
	// Next is the offset of the next action to fold.
	Next() eventlog.Offset
	// Partitions is the number of telemetry partitions; 0 before the fold has begun.
	Partitions() int
}

// Options are what a Writer and its routes depend on. Log and Catalog are
// mandatory; everything else has a default.
type Options struct {
	Log        eventlog.Log
	Catalog    Catalog
	Clock      func() time.Time
	Logger     *slog.Logger
	Registerer prometheus.Registerer
	Limits     Limits
	// Attributes adds CloudEvents attributes to telemetry as record headers: for a log
	// that other tools read. They cost about 200 bytes a record.
	Attributes bool
}

// Limits bound what a client can make the program hold. Zero means the default; a
// rate of zero means no limit.
type Limits struct {
	InFlight  int64         // bytes of bodies and events under way in the whole process
	Body      int64         // bytes of one request after decompression
	Ratio     int64         // decompressed : compressed bytes of one request, beyond 1 MiB
	Line      int           // bytes of one line
	Runs      int           // runs of one request
	Items     int           // series, config and summary keys, console lines and rows of values of one request
	QueueWait time.Duration // how long a request waits for room before it's told to come back
	BodyIdle  time.Duration // between two pieces of a body
	BodyTotal time.Duration // for a whole body

	KeyRequests float64 // requests a second and API key
	KeyPoints   float64 // points a second and API key
}

// DefaultLimits are in force where Limits has zeros.
var DefaultLimits = Limits{
	InFlight:  256 << 20,
	Body:      64 << 20,
	Ratio:     1000,
	Line:      16 << 20,
	Runs:      10_000,
	Items:     500_000,
	QueueWait: 2 * time.Second,
	BodyIdle:  30 * time.Second,
	BodyTotal: 5 * time.Minute,
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits
	l.InFlight = orDefault(l.InFlight, d.InFlight)
	l.Body = orDefault(l.Body, d.Body)
	l.Ratio = orDefault(l.Ratio, d.Ratio)
	l.Line = orDefault(l.Line, d.Line)
	l.Runs = orDefault(l.Runs, d.Runs)
	l.Items = orDefault(l.Items, d.Items)
	l.QueueWait = orDefault(l.QueueWait, d.QueueWait)
	l.BodyIdle = orDefault(l.BodyIdle, d.BodyIdle)
	l.BodyTotal = orDefault(l.BodyTotal, d.BodyTotal)
	return l
}

func orDefault[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func (o Options) orDefault() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Registerer == nil {
		o.Registerer = prometheus.NewRegistry()
	}
	o.Limits = o.Limits.orDefault()
	return o
}
