package contract

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// forEver computes for hours and answers nothing meanwhile.
const forEver = "SELECT sum(sipHash64(number)) FROM numbers(1000000000000)"

func drain(rows driver.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

// running counts the statements of these tests that the server knows of, but for the one that counts.
func running(t *testing.T, conn driver.Conn) uint64 {
	t.Helper()
	return scalar[uint64](t, conn, "SELECT count() FROM system.processes WHERE query LIKE '%numbers(10000%' AND query NOT LIKE '%system.processes%'")
}

// wantNoneRunning waits until cancelled statements are gone.
func wantNoneRunning(t *testing.T, conn driver.Conn) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for running(t, conn) != 0 {
		if time.Now().After(deadline) {
			left := scalar[string](t, conn, "SELECT arrayStringConcat(groupArray(format('{} after {} s, cancelled: {}', query, elapsed, is_cancelled)), '; ') FROM system.processes WHERE query NOT LIKE '%system.processes%'")
			t.Fatalf("a cancelled statement is still running: %s", left)
		}
	}
}

func wantRunning(t *testing.T, conn driver.Conn) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for running(t, conn) == 0 {
		if time.Now().After(deadline) {
			t.Fatal("the statement doesn't show up")
		}
	}
}

func TestCancelledQueryStops(t *testing.T) {
	at := testenv.Engine(t)
	conn, bare := openAt(t, at), clickhouse.NewClient(at)
	defer bare.Close()
	for what, query := range map[string]func(context.Context) error{
		"clickhouse-go": func(ctx context.Context) error { return drain(conn.Query(ctx, forEver)) },
		"stream":        func(ctx context.Context) error { return read(bare.Stream(ctx, forEver, nil, nil)) },
		"document":      func(ctx context.Context) error { return read(bare.Stream(ctx, forEver+" FORMAT JSON", nil, nil)) },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- query(ctx) }()
		wantRunning(t, conn)
		cancel()
		if err := <-ended; err == nil {
			t.Errorf("%s: a cancelled query answered", what)
		}
		wantNoneRunning(t, conn)
	}
}

func read(answer io.ReadCloser, err error) error {
	if err != nil {
		return err
	}
	defer answer.Close()
	_, err = io.Copy(io.Discard, answer)
	return err
}

// A reader that has seen enough closes the answer, and the rest is never computed.
func TestClosedAnswerStops(t *testing.T) {
	at := testenv.Engine(t)
	conn, bare := openAt(t, at), clickhouse.NewClient(at)
	defer bare.Close()
	for _, format := range []string{"Native", "JSONEachRow", "CSVWithNames", "Parquet", "ArrowStream"} {
		answer, err := bare.Stream(t.Context(), "SELECT number, toString(number) FROM numbers(1000000000000) FORMAT "+format, nil, nil)
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if _, err := io.ReadFull(answer, make([]byte, 1<<20)); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		answer.Close()
		wantNoneRunning(t, conn)
	}
}

// A slow reader slows the query: the server doesn't run ahead and pile the answer up in memory.
func TestSlowReaderHoldsTheQueryBack(t *testing.T) {
	at := testenv.Engine(t)
	conn, bare := openAt(t, at), clickhouse.NewClient(at)
	defer bare.Close()
	for _, format := range []string{"Native", "JSONEachRow", "CSVWithNames", "ArrowStream"} {
		answer, err := bare.Stream(t.Context(), "SELECT number FROM numbers(1000000000000) FORMAT "+format, nil, nil)
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if _, err := io.ReadFull(answer, make([]byte, 64<<10)); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		progress := func() uint64 {
			return scalar[uint64](t, conn, "SELECT sum(read_rows) FROM system.processes WHERE query LIKE '%numbers(10000%' AND query NOT LIKE '%system.processes%'")
		}
		// It may still fill the buffers on the way; then it must stand still.
		before, still := progress(), 0
		for range 2000 {
			now := progress()
			if now == before {
				still++
			} else {
				before, still = now, 0
			}
			if still == 50 {
				break
			}
		}
		if still < 50 || before > 50_000_000 {
			t.Errorf("%s: the query ran on to %d rows while nobody read", format, before)
		}
		answer.Close()
		wantNoneRunning(t, conn)
	}
}
