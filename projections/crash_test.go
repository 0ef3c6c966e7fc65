package projections

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"runledger/engine"
	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/progress"
	"runledger/internal/testenv"
)

// TestEngineKilledUnderLoad kills the engine with SIGKILL while batches are inserted:
// afterwards every point is there once, and the tables equal a rebuild.
func TestEngineKilledUnderLoad(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 2))
	f := ownEngineFixture(t)
	p := f.live()
	rows := 0
	for kill := range 4 {
		var wg sync.WaitGroup
		wg.Go(func() {
			for i := range 40 {
				block := kill*40 + i
				for run := range uint64(20) {
					f.append(benchEvent(run+1, block))
					rows += benchKeys * benchSteps
				}
			}
		})
		f.killEngineWithin(rnd, 400*time.Millisecond)
		wg.Wait()
	}
	f.wait()
	f.expectRows(rows)
	assertVerified(t, p)
}

func (f *fixture) expectRows(rows int) {
	f.t.Helper()
	var all, distinct uint64
	q := "SELECT count(), uniqExact(run, key, step, off, idx) FROM points"
	if err := f.conn.QueryRow(context.Background(), q).Scan(&all, &distinct); err != nil {
		f.t.Fatal(err)
	}
	if all != uint64(rows) || distinct != uint64(rows) {
		f.t.Errorf("points: %d rows, %d distinct, want %d of both", all, distinct, rows)
	}
}

// ownEngineFixture has an engine that may be killed.
func ownEngineFixture(t *testing.T) *fixture {
	t.Helper()
	library, binary := testenv.Library(t), testenv.EngineBinary(t)
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 2})
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(engine.Options{DataDir: filepath.Join(t.TempDir(), "engine"), BinaryPath: binary, LibraryPath: library, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	t.Cleanup(func() { log.Close(); cancel(); <-done })
	if err := e.WaitReady(ctx); err != nil {
		t.Fatal(err)
	}
	f := &fixture{t: t, log: log, seen: log, linger: quickLinger, at: e.Endpoint().WithDatabase("crash"), board: progress.NewBoard(), enginePID: e.PID}
	if f.conn, err = clickhouse.Open(f.at); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.conn.Close() })
	return f
}

// killEngineWithin kills the engine at a random moment of an insert.
func (f *fixture) killEngineWithin(rnd *rand.Rand, d time.Duration) {
	f.t.Helper()
	time.Sleep(time.Duration(rnd.Int64N(int64(d)))) // a random moment is the point
	if pid := f.enginePID(); pid > 0 {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && err != os.ErrProcessDone {
			f.t.Logf("kill: %v", err)
		}
	}
}
