package projections

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"runledger/engine"
	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/position"
	"runledger/internal/progress"
	"runledger/internal/testenv"
)

// fixture is an embedded log, the real engine, and projectors over both.
type fixture struct {
	t         testing.TB
	log       *eventlog.Embedded
	seen      eventlog.Log // the log as the projector sees it
	linger    Linger
	at        engine.Endpoint
	conn      driver.Conn
	board     *progress.Board
	want      position.Position // everything appended
	stop      func()
	enginePID func() int // of an engine of its own
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	at := testenv.Engine(t)
	conn, err := clickhouse.Open(at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &fixture{t: t, log: log, seen: log, linger: quickLinger, at: at, conn: conn}
}

var quickLinger = Linger{Min: time.Millisecond, Max: 5 * time.Millisecond, Runs: time.Millisecond}

// start runs a new projector; stopProjector ends it.
func (f *fixture) start() {
	f.t.Helper()
	f.board = progress.NewBoard()
	p := New(Options{Log: f.seen, Endpoint: f.at, Board: f.board, Linger: f.linger, Logger: slog.New(slog.NewTextHandler(f.t.Output(), nil))})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	f.stop = func() {
		cancel()
		if err := <-done; err != nil {
			f.t.Errorf("projector: %v", err)
		}
		f.stop = func() {}
	}
	f.t.Cleanup(func() { f.stop() })
}

// append puts telemetry into the log.
func (f *fixture) append(events ...*pb.Event) {
	f.t.Helper()
	for _, e := range events {
		body, _, err := bodyOf(e)
		if err != nil {
			f.t.Fatal(err)
		}
		f.appendTo(eventlog.Telemetry, event.Partition(body.GetRun(), 2), e)
	}
}

func (f *fixture) appendTo(topic eventlog.Topic, part int, e *pb.Event) {
	f.t.Helper()
	if err := event.Stamp(e, time.Now()); err != nil {
		f.t.Fatal(err)
	}
	value, err := event.Encode(e)
	if err != nil {
		f.t.Fatal(err)
	}
	f.appendRaw(topic, part, value)
}

func (f *fixture) appendRaw(topic eventlog.Topic, part int, value []byte) {
	f.t.Helper()
	at, err := f.log.Append(context.Background(), eventlog.Batch{Topic: topic, Partition: part, Records: []eventlog.Record{{Value: value}}})
	if err != nil {
		f.t.Fatal(err)
	}
	if topic == eventlog.Telemetry {
		f.want.Reach(part, at[0].First)
	} else {
		f.want.Actions = at[0].First + 1
	}
}

// wait returns when all tables hold everything appended.
func (f *fixture) wait() {
	f.t.Helper()
	f.waitFor(progress.Runs)
}

func (f *fixture) waitFor(k progress.Kind) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := f.board.Wait(ctx, k, f.want); err != nil {
		f.t.Fatalf("tables stay at %v, want %v", f.board.Reached(k), f.want)
	}
}

// text asks the engine for one string.
func (f *fixture) text(query string) string {
	f.t.Helper()
	var s string
	if err := f.conn.QueryRow(context.Background(), query).Scan(&s); err != nil {
		f.t.Fatalf("%s: %v", query, err)
	}
	return s
}

func points(run uint64, steps []int64, series ...*pb.Series) *pb.Event {
	times := make([]int64, len(steps))
	for i, s := range steps {
		times[i] = 1_700_000_000_000 + s*1000
	}
	return &pb.Event{Body: &pb.Event_RunPoints{RunPoints: &pb.RunPoints{Run: run, Home: 1, Steps: steps, TimesMs: times, Series: series}}}
}

func series(key string, values ...float64) *pb.Series { return &pb.Series{Key: key, Values: values} }
