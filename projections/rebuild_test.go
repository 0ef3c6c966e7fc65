package projections

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"runledger/event/pb"
	"runledger/internal/progress"
)

// live starts a projector whose handle the test keeps.
func (f *fixture) live() *Projector {
	f.board = progress.NewBoard()
	p := New(Options{Log: f.log, Endpoint: f.at, Board: f.board, Linger: Linger{Min: time.Millisecond, Max: 5 * time.Millisecond, Runs: time.Millisecond}, Logger: slog.New(slog.NewTextHandler(f.t.Output(), nil))})
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
	return p
}

// randomTelemetry appends events of all kinds, some delivered twice, some overlapping.
func (f *fixture) randomTelemetry(rnd *rand.Rand, n int) {
	var sent []*pb.Event
	for i := range n {
		run := rnd.Uint64N(5) + 1
		var e *pb.Event
		switch rnd.IntN(8) {
		case 0:
			e = &pb.Event{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: run, Home: 1, Json: fmt.Appendf(nil, `{"k%d":%d}`, rnd.IntN(4), i)}}}
		case 1:
			e = &pb.Event{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{Run: run, Home: 1, Json: fmt.Appendf(nil, `{"best":NaN,"n":%d}`, i)}}}
		case 2:
			e = &pb.Event{Body: &pb.Event_RunConsole{RunConsole: &pb.RunConsole{Run: run, Home: 1, Lines: []*pb.ConsoleLine{{Line: int64(i), Text: "line"}}}}}
		case 3:
			e = &pb.Event{Body: &pb.Event_RunFinished{RunFinished: &pb.RunFinished{Run: run, Home: 1, ExitCode: int32(rnd.IntN(2))}}}
		default:
			steps := []int64{rnd.Int64N(50), rnd.Int64N(50), int64(i)}
			e = points(run, steps, series("a", rnd.Float64(), rnd.Float64(), 1), &pb.Series{Key: "b", Values: []float64{2}, Rows: []uint32{1}})
		}
		e.Origin = &pb.Origin{Writer: fmt.Sprintf("w%d", rnd.IntN(3)), From: uint64(i), To: uint64(i) + 1}
		sent = append(sent, e)
		if rnd.IntN(4) == 0 {
			again := sent[rnd.IntN(len(sent))]
			again.Id = nil
			f.append(again)
		}
		f.append(e)
	}
}

func TestRebuildAndVerifyAgreeWithLive(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	f := newFixture(t)
	for range 3 {
		f.start()
		f.randomTelemetry(rnd, 60)
		if rnd.IntN(2) == 0 {
			f.wait()
		}
		f.stop()
	}
	p := f.live()
	f.wait()
	assertVerified(t, p)
	if err := p.Rebuild(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	f.randomTelemetry(rnd, 40)
	f.wait()
	assertVerified(t, p)
	f.text("SELECT toString(count()) FROM points")
}

func assertVerified(t *testing.T, p *Projector) {
	t.Helper()
	tables, err := p.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range tables {
		if !c.Equal {
			t.Errorf("%+v", c)
		}
	}
}

func TestVerifySeesAMissingRow(t *testing.T) {
	f := newFixture(t)
	p := f.live()
	f.append(points(1, []int64{1, 2}, series("a", 1, 2)))
	f.wait()
	if err := f.conn.Exec(context.Background(), "DELETE FROM points WHERE step = 2"); err != nil {
		t.Fatal(err)
	}
	tables, err := p.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range tables {
		if c.Equal == (c.Table == "points") {
			t.Errorf("%+v", c)
		}
	}
}
