package contract

import (
	"bytes"
	"context"
	"flag"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	clickhousego "github.com/ClickHouse/clickhouse-go/v2"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

var soak = flag.Duration("soak", 3*time.Second, "how long TestSoak goes on")

// Writers, readers, failures, cancellations and early ends, all at once: nothing fails that shouldn't, no
// row is lost, and in the end nothing is left running.
func TestSoak(t *testing.T) {
	at := testenv.Engine(t)
	conn := openAt(t, at, clickhouse.WithConns(32))
	bare := clickhouse.NewClient(at)
	t.Cleanup(bare.Close)
	post(t, bare, pointsTable)
	block := pointsBlock(20_000)
	var inserted atomic.Int64
	end := time.Now().Add(*soak)
	var wait sync.WaitGroup
	repeat := func(workers int, work func(r *rand.Rand)) {
		for w := range workers {
			wait.Go(func() {
				r := rand.New(rand.NewPCG(uint64(w), uint64(workers)))
				for time.Now().Before(end) && !t.Failed() {
					work(r)
				}
			})
		}
	}
	repeat(2, func(*rand.Rand) {
		if _, err := bare.Post(t.Context(), insertPoints, nil, nil, bytes.NewReader(block)); err != nil {
			t.Errorf("insert: %v", err)
		}
		inserted.Add(20_000)
	})
	repeat(1, func(r *rand.Rand) { // inserts that break off
		cut := io.MultiReader(bytes.NewReader(block[:r.IntN(len(block))]), failing{})
		if _, err := bare.Post(t.Context(), insertPoints, nil, nil, cut); err == nil {
			t.Error("a cut insert was acknowledged")
		}
	})
	repeat(3, func(r *rand.Rand) {
		ctx := clickhousego.Context(t.Context(), clickhousego.WithSettings(clickhousego.Settings{"max_threads": 1 + r.IntN(3)}))
		if err := drain(conn.Query(ctx, "SELECT key, step, count(), avg(value) FROM points GROUP BY key, step ORDER BY step")); err != nil {
			t.Errorf("query: %v", err)
		}
	})
	repeat(2, func(r *rand.Rand) { // early ends
		format := []string{"Native", "CSV", "JSON", "Parquet", "ArrowStream"}[r.IntN(5)]
		answer, err := bare.Stream(t.Context(), "SELECT number, toString(number) FROM numbers(1000000000000) FORMAT "+format, nil, nil)
		if err != nil {
			t.Errorf("stream: %v", err)
			return
		}
		if _, err := io.CopyN(io.Discard, answer, int64(r.IntN(1<<20))); err != nil {
			t.Errorf("stream: %v", err)
		}
		answer.Close()
	})
	repeat(2, func(r *rand.Rand) { // cancellations
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(r.IntN(100))*time.Millisecond)
		defer cancel()
		if err := drain(conn.Query(ctx, forEver)); err == nil {
			t.Error("a query without end ended")
		}
	})
	repeat(2, func(r *rand.Rand) { // failures
		code, statement := 395, failsLate
		if r.IntN(2) == 0 {
			code, statement = 47, "SELECT nosuch FROM points"
		}
		wantCode(t, statement, drain(conn.Query(t.Context(), statement)), code)
	})
	wait.Wait()
	if got := scalar[uint64](t, conn, "SELECT count() FROM points"); got != uint64(inserted.Load()) {
		t.Errorf("%d rows, inserted %d", got, inserted.Load())
	}
	wantNoneRunning(t, conn)
	t.Logf("%d rows inserted", inserted.Load())
}
