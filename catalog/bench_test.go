package catalog

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// BenchmarkFoldStart appends b.N run creations and measures a start that folds them:
// ns/op is the time an action, bytes/run what a run costs in memory.
//
//	go test ./catalog -bench FoldStart -benchtime 1000000x -run '^$'
func BenchmarkFoldStart(b *testing.B) {
	log := openLog(b)
	fill(b, log, b.N)
	before := heap()
	b.ResetTimer()
	c := start(b, log)
	if err := c.Fresh(context.Background()); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	b.ReportMetric(float64(heap()-before)/float64(b.N), "bytes/run")
	began := time.Now()
	c.View(func(s *State) { s.Hash() })
	b.ReportMetric(float64(time.Since(began).Nanoseconds())/float64(b.N), "hash-ns/run")
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// fill appends a first action, a project and n runs, in large batches.
func fill(tb testing.TB, log eventlog.Log, n int) {
	tb.Helper()
	start(tb, log)
	ctx := context.Background()
	batch := eventlog.Batch{Topic: eventlog.Actions}
	flush := func() {
		if _, err := log.Append(ctx, batch); err != nil {
			tb.Fatal(err)
		}
		batch.Records = nil
	}
	add := func(e *pb.Event) {
		e.Actor = System()
		if err := event.Stamp(e, time.Now()); err != nil {
			tb.Fatal(err)
		}
		r, err := encode(e)
		if err != nil {
			tb.Fatal(err)
		}
		if batch.Records = append(batch.Records, r); len(batch.Records) == 5000 {
			flush()
		}
	}
	add(&pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "ann"}}})
	add(createProject("ann", "p"))
	for i := range n {
		add(createRun("ann", "p", fmt.Sprintf("run-%08d", i)))
	}
	flush()
}

// BenchmarkDo is commands by many clients at once, each a durable run creation.
//
//	go test ./catalog -bench Do -run '^$'
func BenchmarkDo(b *testing.B) {
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			log := openLog(b)
			fill(b, log, 0)
			c := start(b, log)
			var n atomic.Int64
			took := make([]time.Duration, b.N)
			var wg sync.WaitGroup
			b.ResetTimer()
			for range clients {
				wg.Go(func() {
					for i := n.Add(1); i <= int64(b.N); i = n.Add(1) {
						e := createRun("ann", "p", fmt.Sprintf("r%d", i))
						e.Actor = System()
						began := time.Now()
						if v, _, err := c.Do(context.Background(), e); err != nil || v[0].Outcome != Accepted {
							b.Errorf("%v %v", v, err)
						}
						took[i-1] = time.Since(began)
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "p95-µs")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "actions/s")
		})
	}
}

// BenchmarkAppend is the raw append that BenchmarkDo's latency compares with.
func BenchmarkAppend(b *testing.B) {
	log := openLog(b)
	took := make([]time.Duration, b.N)
	for i := range b.N {
		began := time.Now()
		if _, err := log.Append(context.Background(), eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{{Value: make([]byte, 200)}}}); err != nil {
			b.Fatal(err)
		}
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "p95-µs")
}
