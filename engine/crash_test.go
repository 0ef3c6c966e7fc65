package engine_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"syscall"
	"testing"
	"time"

	"runledger/engine"
	"runledger/internal/clickhouse"
)

var (
	kills = flag.Int("kills", 4, "how often to kill the engine")
	seed  = flag.Uint64("seed", 0, "of the moments of the kills; 0 picks one")
)

const (
	crashWriters = 4
	crashRows    = 3000 // of a batch
)

// Killed at any moment, the engine has every acknowledged batch once, and one in doubt whole or not at all.
func TestKilledWhileInserting(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("-kills %d -seed %d", *kills, *seed)
	random := rand.New(rand.NewPCG(*seed, 0))
	e := start(t, folder(t), nil)
	e.ready(t)
	at := e.Endpoint()
	mustAsk(t, at, `CREATE TABLE batches (w UInt32, n UInt32, i UInt32) ENGINE = ReplacingMergeTree ORDER BY (w, n, i)
		SETTINGS old_parts_lifetime = 480, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1`, "")
	next := make([]uint32, crashWriters) // batches below are acknowledged
	stored, absent := 0, 0
	for range *kills {
		var writing sync.WaitGroup
		ctx, cancel := context.WithCancel(t.Context())
		for w := range next {
			writing.Go(func() { writeBatches(ctx, at, uint32(w), &next[w]) })
		}
		pid := e.PID()
		until(t, "some batches", afterDelay(time.Duration(random.IntN(400))*time.Millisecond))
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		until(t, "the engine's restart", func() bool { return e.PID() != 0 && e.PID() != pid })
		cancel()
		writing.Wait()
		for w := range next {
			want := fmt.Sprintf("%d\t%d", next[w], int(next[w])*crashRows)
			mustAsk(t, at, fmt.Sprintf("SELECT uniqExact(n), count() FROM batches WHERE w = %d AND n < %d", w, next[w]), want)
			got, err := ask(t.Context(), at, fmt.Sprintf("SELECT count() FROM batches WHERE w = %d AND n >= %d", w, next[w]))
			switch {
			case err != nil:
				t.Fatal(err)
			case got == "0":
				absent++
			case got == fmt.Sprint(crashRows):
				stored++
				next[w]++ // settled by looking
			default:
				t.Fatalf("writer %d, batch %d: %s of %d rows", w, next[w], got, crashRows)
			}
		}
	}
	t.Logf("batches acknowledged %v; in doubt and stored %d, absent %d", next, stored, absent)
}

// writeBatches inserts batch after batch until one fails.
func writeBatches(ctx context.Context, at engine.Endpoint, w uint32, next *uint32) {
	c := clickhouse.NewClient(at)
	defer c.Close()
	for {
		var body []byte
		for i := range uint32(crashRows) {
			body = binary.LittleEndian.AppendUint32(body, w)
			body = binary.LittleEndian.AppendUint32(body, *next)
			body = binary.LittleEndian.AppendUint32(body, i)
		}
		if _, err := c.Post(ctx, "INSERT INTO batches FORMAT RowBinary", nil, nil, bytes.NewReader(body)); err != nil {
			return
		}
		*next++
	}
}

// afterDelay is a condition that becomes true after a while.
func afterDelay(d time.Duration) func() bool {
	at := time.Now().Add(d)
	return func() bool { return time.Now().After(at) }
}
