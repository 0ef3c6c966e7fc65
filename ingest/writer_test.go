package ingest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

func TestAppendKeepsOrderAndReachesItsPosition(t *testing.T) {
	b := newBench(t, 4)
	w := NewWriter(Options{Log: b.log, Catalog: b.catalog})
	var events []*pb.Event
	for run := uint64(1); run <= 12; run++ {
		for i := range 3 {
			events = append(events, &pb.Event{Body: &pb.Event_RunFinished{RunFinished: &pb.RunFinished{Run: run, ExitCode: int32(i)}}})
		}
	}
	pos, err := w.Append(within(t), events)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for part := range 4 {
		next := map[uint64]int32{}
		got := b.telemetry(t, part)
		for _, e := range got {
			f := e.GetRunFinished()
			if event.Partition(f.Run, 4) != part || f.ExitCode != next[f.Run] {
				t.Errorf("run %d: event %d in partition %d, want %d", f.Run, f.ExitCode, part, next[f.Run])
			}
			next[f.Run]++
			if o := e.Origin; o.Writer != w.sequence.Load().writer || o.To != o.From+1 {
				t.Errorf("origin %s", o)
			}
		}
		total += len(got)
		if len(got) > 0 && pos.Telemetry[part] != uint64(len(got)) {
			t.Errorf("partition %d: position %d of %d", part, pos.Telemetry[part], len(got))
		}
	}
	if total != len(events) {
		t.Errorf("%d events, want %d", total, len(events))
	}
}

func TestAppendLargerThanABatch(t *testing.T) {
	b := newBench(t, 1)
	w := NewWriter(Options{Log: b.log, Catalog: b.catalog})
	p := wide(60_000, 20, 10, 0) // about 11 MB
	if _, err := w.Append(within(t), []*pb.Event{points(p)}); err != nil {
		t.Fatal(err)
	}
	var pieces []piece
	last := int64(-1)
	for _, e := range b.telemetry(t, 0) {
		if s := e.GetRunPoints().Steps[0]; s <= last {
			t.Errorf("step %d after %d", s, last)
		} else {
			last = s
		}
		pieces = append(pieces, piece{event: e})
	}
	equalCells(t, stepCells(t, pieces), stepCells(t, []piece{{event: points(p)}}))
}

func TestAppendRefusesWhatIsntTelemetryOfARun(t *testing.T) {
	b := newBench(t, 1)
	w := NewWriter(Options{Log: b.log, Catalog: b.catalog})
	for _, e := range []*pb.Event{
		{},
		{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{}}},
		{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: 1}}},
	} {
		if _, err := w.Append(within(t), []*pb.Event{e}); err == nil {
			t.Errorf("%v passes", e)
		}
	}
}

func TestAppendIsBusyWhenTooMuchIsUnderWay(t *testing.T) {
	b := newBench(t, 1)
	w := NewWriter(Options{Log: b.log, Catalog: b.catalog, Limits: Limits{InFlight: 2 << 20, QueueWait: time.Millisecond}})
	if !w.budget.try(1 << 20) {
		t.Fatal("no room in an idle writer")
	}
	beat := func() error {
		_, err := w.Append(within(t), []*pb.Event{{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: 1}}}})
		return err
	}
	if err := beat(); !errors.Is(err, ErrBusy) {
		t.Fatalf("%v", err)
	}
	w.budget.give(1 << 20)
	if err := beat(); err != nil {
		t.Fatal(err)
	}
	if n := w.budget.inUse(); n != 0 {
		t.Errorf("%d bytes are still under way", n)
	}
}

func TestAppendWithoutALog(t *testing.T) {
	b := newBench(t, 1)
	w := NewWriter(Options{Log: b.log, Catalog: b.catalog})
	b.stop()
	if _, err := w.Append(within(t), []*pb.Event{{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: 1}}}}); !errors.Is(err, eventlog.ErrClosed) {
		t.Errorf("%v", err)
	}
}

func TestEnsureRuns(t *testing.T) {
	b := newBench(t, 4)
	w := NewWriter(Options{Log: b.log, Catalog: b.catalog})
	root := b.who(t)
	wanted := []RunWanted{
		{Entity: "root", Project: "p", ID: "a", DisplayName: "first", Tags: []string{"x"}},
		{Entity: "root", Project: "p", ID: "b"},
		{Entity: "root", Project: "q", ID: "a"},
		{Entity: "nobody", Project: "p", ID: "a"},
		{Entity: "root", Project: "p/q", ID: "a"},
		{Entity: "root", Project: "p", ID: "a/b"},
	}
	refs, errs := w.EnsureRuns(within(t), root, wanted)
	for i, code := range []string{"", "", "", catalog.CodeNotFound, catalog.CodeInvalid, catalog.CodeInvalid} {
		var r catalog.Refusal
		errors.As(errs[i], &r)
		if r.Code != code || (code == "") != (refs[i].No != 0) || (code == "") != refs[i].Created {
			t.Errorf("%d: %+v %v", i, refs[i], errs[i])
		}
	}
	before := b.catalog.Next()
	again, errs := w.EnsureRuns(within(t), root, wanted[:3])
	for i := range again {
		if errs[i] != nil || again[i].No != refs[i].No || again[i].Home != refs[i].Home || again[i].Created {
			t.Errorf("again %d: %+v %v", i, again[i], errs[i])
		}
	}
	if b.catalog.Next() != before {
		t.Error("finding runs appends to the log")
	}
}

func TestEnsureRunsSaysStopAndDeleted(t *testing.T) {
	b := newBench(t, 4)
	w := NewWriter(Options{Log: b.log, Catalog: b.catalog})
	root := b.who(t)
	wanted := []RunWanted{{Entity: "root", Project: "p", ID: "a"}, {Entity: "root", Project: "p", ID: "b"}}
	refs, _ := w.EnsureRuns(within(t), root, wanted)
	actor := root.Actor(pb.Actor_KIND_USER)
	verdicts, _, err := b.catalog.Do(within(t),
		&pb.Event{Actor: actor, Body: &pb.Event_RunStopRequested{RunStopRequested: &pb.RunStopRequested{Run: uint64(refs[0].No)}}},
		&pb.Event{Actor: actor, Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: uint64(refs[1].No)}}})
	if err != nil || !verdicts[0].OK() || !verdicts[1].OK() {
		t.Fatal(verdicts, err)
	}
	refs, errs := w.EnsureRuns(within(t), root, wanted)
	var r catalog.Refusal
	if !refs[0].StopRequested || !errors.As(errs[1], &r) || r.Code != catalog.CodeDeleted {
		t.Errorf("%+v %v", refs, errs)
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, rows := range []int{1, 100} {
		b.Run(fmt.Sprint(rows, "x20"), func(b *testing.B) {
			bench := newBench(b, 4)
			w := NewWriter(Options{Log: bench.log, Catalog: bench.catalog})
			p := wide(rows, 20, 10, 0)
			ctx := within(b)
			for b.Loop() {
				if _, err := w.Append(ctx, []*pb.Event{points(p)}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*rows*20)/b.Elapsed().Seconds(), "points/s")
		})
	}
}
