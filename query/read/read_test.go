package read_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"runledger/catalog"
	"runledger/engine"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/internal/clickhouse"
	"runledger/internal/position"
	"runledger/internal/progress"
	"runledger/query/read"
	"runledger/query/read/readtest"
)

func problem(t *testing.T, err error, status int, code string) {
	t.Helper()
	var p *api.Problem
	if !errors.As(err, &p) || p.Status != status || p.Code != code {
		t.Errorf("%v, want %d %s", err, status, code)
	}
}

// TestOffsetAt: every time finds the first record after it, in a log with equal times.
func TestOffsetAt(t *testing.T) {
	now := time.UnixMilli(1_000_000)
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 2, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	ctx := context.Background()
	var times []time.Time
	for i := range 60 {
		if i%4 == 0 {
			now = now.Add(10 * time.Millisecond)
		}
		at, err := log.Append(ctx, eventlog.Batch{Topic: eventlog.Telemetry, Partition: 1, Records: []eventlog.Record{{Value: []byte("x")}}})
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, at[0].At)
	}
	for ms := int64(1_000_000 - 5); ms < 1_000_200; ms += 5 {
		at := time.UnixMilli(ms)
		want := uint64(slices.IndexFunc(times, func(o time.Time) bool { return o.After(at) }))
		if times[len(times)-1].Compare(at) <= 0 {
			want = uint64(len(times))
		}
		got, err := eventlog.OffsetAt(ctx, log, eventlog.Telemetry, 1, at)
		if err != nil || got != want {
			t.Errorf("%v: offset %d %v, want %d", at, got, err, want)
		}
	}
	p, err := catalog.PositionAt(ctx, log, times[30])
	if err != nil || p.Telemetry[0] != 0 || p.Telemetry[1] != 32 {
		t.Errorf("%+v %v", p, err)
	}
}

func TestMoment(t *testing.T) {
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	board := progress.NewBoard()
	r := read.New(read.Options{Log: log, Board: board})
	ctx := context.Background()
	board.Advance(progress.Points, 1, 7)
	m, err := r.Moment(ctx, progress.Points, read.Params{})
	if err != nil || m.Pinned || m.Position.Telemetry[1] != 7 {
		t.Errorf("%+v %v", m, err)
	}
	token := position.Position{Telemetry: []uint64{0, 5}}.String()
	m, err = r.Moment(ctx, progress.Points, read.Params{AsOf: token, WaitFor: token})
	if err != nil || !m.Pinned || m.Position.String() != token || m.Below() != "off < CAST([0,5] AS Array(UInt64))[part + 1]" {
		t.Errorf("%+v %v", m, err)
	}
	m, err = r.Moment(ctx, progress.Points, read.Params{AsOf: "2020-01-01T00:00:00Z"})
	if err != nil || !m.Pinned || m.Time.Year() != 2020 || m.Position.Telemetry[1] != 0 {
		t.Errorf("%+v %v", m, err)
	}
	for _, bad := range []read.Params{{AsOf: "yesterday"}, {AsOf: position.Position{Telemetry: []uint64{1, 1, 1}}.String()}, {WaitFor: "!"}, {WaitFor: "2020-01-01T00:00:00Z"}} {
		_, err := r.Moment(ctx, progress.Points, bad)
		problem(t, err, 422, "invalid")
	}
	if got := (read.Moment{Pinned: true}).Below(); got != "0" {
		t.Errorf("the log's beginning is %q", got)
	}
}

func TestWaitingIsBounded(t *testing.T) {
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	synctest.Test(t, func(t *testing.T) {
		board, reg := progress.NewBoard(), prometheus.NewRegistry()
		r := read.New(read.Options{Log: log, Board: board, Registerer: reg})
		want := position.Position{Telemetry: []uint64{3}}
		go func() {
			time.Sleep(4 * time.Second) // within synctest
			board.Advance(progress.Points, 0, 3)
		}()
		began := time.Now()
		if _, err := r.Moment(t.Context(), progress.Points, read.Params{WaitFor: want.String()}); err != nil || time.Since(began) != 4*time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		began = time.Now()
		_, err := r.Moment(t.Context(), progress.Runs, read.Params{AsOf: want.String()})
		problem(t, err, 503, "not_yet")
		if time.Since(began) != 10*time.Second {
			t.Errorf("gave up after %s", time.Since(began))
		}
		const metrics = `
# HELP runledger_query_waits_total Reads that waited for a position, by outcome: reached, late (answered 503), given_up.
# TYPE runledger_query_waits_total counter
runledger_query_waits_total{outcome="late"} 1
runledger_query_waits_total{outcome="reached"} 1
`
		if err := testutil.GatherAndCompare(reg, strings.NewReader(metrics), "runledger_query_waits_total"); err != nil {
			t.Error(err)
		}
	})
}

func TestHeavyQueriesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reg := prometheus.NewRegistry()
		r := read.New(read.Options{Heavy: 2, Registerer: reg})
		release := make(chan struct{})
		done := make(chan error, 4)
		for range 2 {
			go func() { done <- r.Heavy(t.Context(), func() error { <-release; return nil }) }()
		}
		synctest.Wait()
		began := time.Now()
		problem(t, r.Heavy(t.Context(), func() error { return nil }), 503, "unavailable")
		if time.Since(began) != 5*time.Second {
			t.Errorf("refused after %s", time.Since(began))
		}
		go func() { done <- r.Heavy(t.Context(), func() error { return nil }) }()
		synctest.Wait()
		close(release)
		for range 3 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		leave, err := r.Export(t.Context()) // turns of their own
		if err != nil {
			t.Fatal(err)
		}
		leave()
		if n := testutil.CollectAndCount(reg); n == 0 {
			t.Error("no metrics")
		}
	})
}

func TestErrorsOfTheEngine(t *testing.T) {
	x := readtest.New(t)
	nothing := func(body *bufio.Reader) error { _, err := body.WriteTo(discard{}); return err }
	ask := func(sql string, p clickhouse.Params) error {
		return x.Reader.Ask(context.Background(), read.Query{SQL: sql, Params: p}, nothing)
	}
	problem(t, ask("SELECT length(groupArray(number)) FROM numbers(10000000) SETTINGS max_memory_usage = 1000000 FORMAT RowBinary", nil), 503, "out_of_memory")
	problem(t, ask("SELECT sum(sleepEachRow(0.1)) FROM numbers(1000) SETTINGS max_execution_time = 0.2, max_block_size = 1 FORMAT RowBinary", nil), 503, "too_slow")
	if err := ask("SELECT nothing", nil); err == nil || api.From(err).Status != 500 {
		t.Errorf("a fault of ours is %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := x.Reader.Ask(ctx, read.Query{SQL: "SELECT 1"}, nothing); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	away, err := engine.ParseDSN("unix://" + t.TempDir() + "/none.sock")
	if err != nil {
		t.Fatal(err)
	}
	gone := read.New(read.Options{Client: clickhouse.NewClient(away)})
	problem(t, gone.Ask(context.Background(), read.Query{SQL: "SELECT 1"}, nothing), 503, "unavailable")
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// TestRunLists checks the expressions against the engine.
func TestRunLists(t *testing.T) {
	x := readtest.New(t)
	sparse, shuffled := []uint64{3, 500, 1_000_000, 1 << 40}, []uint64{9, 7, 8, 7}
	dense := make([]uint64, 300)
	for i := range dense {
		dense[i] = uint64(1000 + 3*i)
	}
	for _, nos := range [][]uint64{{1}, {1, 2, 3}, {5, 6, 9}, sparse, shuffled, dense} {
		var runs []read.Run
		for _, no := range nos {
			runs = append(runs, read.Run{No: catalog.RunNo(no), Home: catalog.ProjectNo(no % 2)})
		}
		l := read.NewRunList(runs)
		to, rising, signed := make([]uint32, l.Len()), make([]uint32, l.Len()), make([]int64, l.Len())
		for i := range to {
			to[i], rising[i], signed[i] = uint32(i*7%5+1), uint32(i+1), -int64(i)-1
		}
		sql := fmt.Sprintf("SELECT run, %s, %s, %s, %s FROM (SELECT arrayJoin(CAST(arrayConcat([%s], [4, 999, 1234567]) AS Array(UInt64))) AS run) FORMAT RowBinary",
			l.In(), l.Map(to), l.Map(rising), l.MapInt64(signed), strings.Trim(strings.ReplaceAll(fmt.Sprint(nos), " ", ","), "[]"))
		err := x.Reader.Ask(context.Background(), read.Query{SQL: sql}, func(body *bufio.Reader) error {
			rows := read.NewRows(body)
			for rows.Next() {
				no := rows.Uint64()
				in, a, b, c := rows.Uint8() == 1, rows.Uint32(), rows.Uint32(), rows.Int64()
				i, member := slices.BinarySearch(l.Nos(), no)
				if in != member || member && (a != to[i] || b != rising[i] || c != signed[i]) {
					t.Errorf("%d runs from %d: run %d: %v %d %d %d", l.Len(), nos[0], no, in, a, b, c)
				}
			}
			return rows.Err()
		})
		if err != nil {
			t.Errorf("%d runs from %d: %v", l.Len(), nos[0], err)
		}
	}
}
