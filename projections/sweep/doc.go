// Package sweep follows what purges take away outside of the tables, and says how far a
// purge has come. The projectors remove rows; before they do, they note the contents of
// the blob store that the runs referred to (table doomed). Whoever has the blob store
// deletes those that nothing else refers to.
//
// What a purge has done is read from the tables, so it is known after a restart too.
//
// To keep contents for another reason: a function beside runs and documents in needed.go.
package sweep

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/blob"
	"runledger/catalog"
	"runledger/engine"
	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/progress"
)

// Options of a Sweeper; all but the last four are needed.
type Options struct {
	Catalog  *catalog.Catalog
	Log      eventlog.Log
	Board    *progress.Board
	Endpoint engine.Endpoint // of the tables
	Blobs    *blob.Store

	Grace      time.Duration // how long ago a content must have been put to go: longer than from there to the event that refers to it; default 2 min
	Clock      func() time.Time
	Logger     *slog.Logger
	Registerer prometheus.Registerer
}

// Sweeper deletes contents that purged runs alone referred to.
type Sweeper struct {
	o       Options
	conn    driver.Conn
	swept   *prometheus.CounterVec
	freed   prometheus.Counter
	workers sync.WaitGroup // of counts of the log

	mu     sync.Mutex
	counts map[uint64]*logCount // by purge, the last few
	tables map[uint64]*int64    // estimates of table bytes, by purge
	ctx    context.Context      // set by Run
}

// New returns a Sweeper that does nothing yet.
func New(o Options) *Sweeper {
	if o.Grace == 0 {
		o.Grace = 2 * time.Minute
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Sweeper{
		o: o, counts: map[uint64]*logCount{}, tables: map[uint64]*int64{},
		swept: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "runledger_swept_contents_total", Help: "Contents of purged runs, by what became of them."}, []string{"state"}),
		freed: prometheus.NewCounter(prometheus.CounterOpts{Name: "runledger_swept_bytes_total", Help: "Bytes of contents that purges deleted."}),
	}
	if o.Registerer != nil {
		o.Registerer.MustRegister(s.swept, s.freed)
	}
	return s
}

// Open connects; the tables may not be there yet.
func (s *Sweeper) Open() (err error) {
	s.conn, err = clickhouse.Open(s.o.Endpoint)
	return err
}

// Close disconnects.
func (s *Sweeper) Close() error { return s.conn.Close() }

// sweepEvery is how often the list of doomed contents is looked at.
const sweepEvery = 5 * time.Second

// Run sweeps until ctx ends. What fails is tried again.
func (s *Sweeper) Run(ctx context.Context) error {
	s.mu.Lock()
	s.ctx = ctx
	s.mu.Unlock()
	defer s.workers.Wait()
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.o.Logger.Warn("contents of purged runs couldn't be swept, trying again", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// noTable: the projectors haven't made the tables yet.
func noTable(err error) bool {
	code := clickhouse.Code(err)
	return code == 60 || code == 81 // unknown table, unknown database
}

// atOnce bounds the hashes in one statement.
const atOnce = 1000

// Sweep looks once at what is doomed. What was put lately stays for the next time.
func (s *Sweeper) Sweep(ctx context.Context) error {
	for after := (content{}); ; {
		list, err := s.doomed(ctx, after)
		if err != nil || len(list) == 0 {
			return err
		}
		after = list[len(list)-1]
		since := s.o.Clock().Add(-s.o.Grace)
		needed, err := s.needed(ctx, list)
		if err != nil {
			return err
		}
		for i := range list {
			if err := s.remove(ctx, &list[i], needed, since); err != nil {
				return err
			}
		}
		if err := s.save(ctx, list); err != nil {
			return err
		}
	}
}

// content is a row of the table doomed.
type content struct {
	purge  uint64
	sha256 string
	state  string
	size   int64
}

// The states of contents.
const (
	doomed  = "doomed"  // may go
	deleted = "deleted" // is gone, with so many bytes
	kept    = "kept"    // something else refers to it
	missing = "missing" // wasn't there
)

func (s *Sweeper) remove(ctx context.Context, c *content, needed map[string]bool, since time.Time) error {
	if needed[c.sha256] {
		c.state = kept
		return nil
	}
	size, err := s.o.Blobs.DeleteOld(ctx, c.sha256, since)
	switch {
	case err == nil:
		c.state, c.size = deleted, size
		s.freed.Add(float64(size))
	case errors.Is(err, blob.ErrRecent):
	case errors.Is(err, blob.ErrNotFound), errors.Is(err, blob.ErrBadHash):
		c.state = missing
	default:
		return fmt.Errorf("content of a purged run: %w", err)
	}
	return nil
}
