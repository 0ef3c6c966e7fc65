package projections

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/progress"
)

// The shape of the benchmarks: blocks of 100,000 points, 1,000 runs × 20 keys × 5 steps.
const (
	benchRuns  = 1000
	benchKeys  = 20
	benchSteps = 5
	benchRows  = benchRuns * benchKeys * benchSteps
)

func benchEvent(run uint64, block int) *pb.Event {
	steps := make([]int64, benchSteps)
	for i := range steps {
		steps[i] = int64(block*benchSteps + i)
	}
	e := points(run, steps)
	p := e.GetRunPoints()
	for k := range benchKeys {
		values := make([]float64, benchSteps)
		for i := range values {
			values[i] = float64(float32(1 / (1 + float64(steps[i]) + float64(run%17)*float64(k))))
		}
		p.Series = append(p.Series, series(fmt.Sprintf("train/metric_%02d", k), values...))
	}
	e.Origin = &pb.Origin{Writer: "~bench", From: uint64(block), To: uint64(block) + 1}
	return e
}

func fillLog(b *testing.B, log eventlog.Log, blocks int) {
	b.Helper()
	for block := range blocks {
		batches := make([]eventlog.Batch, 2)
		for i := range batches {
			batches[i] = eventlog.Batch{Topic: eventlog.Telemetry, Partition: i}
		}
		for run := range uint64(benchRuns) {
			e := benchEvent(run+1, block)
			if err := event.Stamp(e, time.Now()); err != nil {
				b.Fatal(err)
			}
			value, err := event.Encode(e)
			if err != nil {
				b.Fatal(err)
			}
			part := event.Partition(run+1, 2)
			batches[part].Records = append(batches[part].Records, eventlog.Record{Value: value})
		}
		if _, err := log.Append(context.Background(), batches...); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkProject projects b.N blocks that are in the log already.
func BenchmarkProject(b *testing.B) {
	f := newFixture(b)
	fillLog(b, f.log, b.N)
	until := map[int]uint64{}
	for part := range 2 {
		bounds, err := f.log.Bounds(context.Background(), eventlog.Telemetry, part)
		if err != nil {
			b.Fatal(err)
		}
		until[part] = bounds.Next
	}
	p := New(Options{Log: f.log, Endpoint: f.at, Board: progress.NewBoard(), Until: until})
	b.ResetTimer()
	if err := p.Run(context.Background()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N*benchRows)/b.Elapsed().Seconds(), "points/s")
}

// BenchmarkRaw POSTs the same rows as blocks of 100,000 in arrival order.
func BenchmarkRaw(b *testing.B) {
	f := newFixture(b)
	schema := Schema{}
	if err := schema.Create(context.Background(), f.conn); err != nil {
		b.Fatal(err)
	}
	st := &store{conn: f.conn, client: clickhouse.NewClient(f.at)}
	blocks := make([][]byte, min(b.N, 50))
	var in proto.Input
	for i := range blocks {
		in = rawBlock(i)
		var err error
		if blocks[i], err = encode(in); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for i := range b.N {
		if err := st.insert(context.Background(), "points", in, blocks[i%len(blocks)], func() bool { return true }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*benchRows)/b.Elapsed().Seconds(), "points/s")
}

func rawBlock(block int) proto.Input {
	keys := newKeyTable()
	t := newPointRows(keys)
	t.seal()
	var key proto.ColLowCardinality[string] = *lowCardinality()
	for run := range uint64(benchRuns) {
		e := benchEvent(run+1, block)
		p := e.GetRunPoints()
		for i, s := range p.Steps {
			for _, x := range p.Series {
				t.home.Append(1)
				key.Append(x.Key)
				t.run.Append(run + 1)
				t.step.Append(s)
				t.value.Append(x.Values[i])
				t.time.add(p.TimesMs[i])
				t.part.Append(uint16(event.Partition(run+1, 2)))
				t.off.Append(uint64(block)*500 + run/2)
				t.idx.Append(uint32(i))
			}
		}
	}
	return append(proto.Input{
		{Name: "home", Data: t.home}, {Name: "key", Data: &key}, {Name: "run", Data: t.run},
		{Name: "step", Data: t.step}, {Name: "value", Data: t.value}, {Name: "time", Data: t.time.ColDateTime64},
	}, t.origin.columns()...)
}
