package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"runledger/event/pb"
	"runledger/eventlog"
)

// failing is a log that fails at its n-th append of telemetry and later, storing a
// part first if half is set.
type failing struct {
	eventlog.Log
	calls, from, until int
	half               bool
}

func (f *failing) Append(ctx context.Context, batches ...eventlog.Batch) ([]eventlog.Appended, error) {
	f.calls++
	if f.calls < f.from || f.calls >= f.until {
		return f.Log.Append(ctx, batches...)
	}
	if f.half {
		if _, err := f.Log.Append(ctx, batches[:len(batches)/2]...); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: the broker has gone", eventlog.ErrUnavailable)
}

// A batch that was stored in part and is repeated under its name counts once, whatever
// was stored at first: the origins tell.
func TestARepetitionAfterAFailureCountsOnce(t *testing.T) {
	var lines []string
	for step := range 4000 {
		var metrics []string
		for k := range 100 {
			metrics = append(metrics, fmt.Sprintf(`"some metric %03d":%d`, k, step))
		}
		lines = append(lines, fmt.Sprintf(`{"project":"root/p","run":"r%d","step":%d,"metrics":{%s}}`, step%5, step, strings.Join(metrics, ",")))
	}
	body := strings.Join(lines, "\n")
	for name, f := range map[string]failing{
		"nothing stored": {from: 1, until: 5},
		"a part stored":  {from: 1, until: 5, half: true},
		"a hiccup":       {from: 1, until: 2, half: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, Limits{})
			f.Log = s.log
			s.writer.Log = &f
			post := func() answer {
				return s.post(t, "application/x-ndjson", strings.NewReader(body), "X-Runledger-Writer", "w", "X-Runledger-Seq", "1")
			}
			a := post()
			if f.until > retries+1 {
				if a.status != 503 || a.header.Get("Retry-After") == "" {
					t.Fatalf("%+v", a)
				}
				a = post()
			}
			if a.status != 202 || a.Points != 400_000 {
				t.Fatalf("%+v", a)
			}
			points := 0
			seen := map[string]bool{}
			for _, e := range s.all(t) {
				k, _ := streamOf(e)
				if id := fmt.Sprint(k, e.Origin); seen[id] {
					continue
				} else {
					seen[id] = true
				}
				for _, x := range e.GetRunPoints().Series {
					points += len(x.Values)
				}
			}
			if points != 400_000 {
				t.Errorf("%d points", points)
			}
		})
	}
}

// After a failure the writer's own numbers go on under a new name: those of the failed
// append may still come, and must not look like a gap to close.
func TestNumbersAfterAFailure(t *testing.T) {
	b := newBench(t, 1)
	f := &failing{Log: b.log, from: 2, until: 2 + retries + 1}
	w := NewWriter(Options{Log: f, Catalog: b.catalog})
	beat := func() error {
		_, err := w.Append(within(t), []*pb.Event{{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: 1}}}})
		return err
	}
	for i, fails := range []bool{false, true, false, false} {
		if err := beat(); errors.Is(err, eventlog.ErrUnavailable) != fails {
			t.Fatalf("append %d: %v", i, err)
		}
	}
	events := b.telemetry(t, 0)
	if len(events) != 3 || events[0].Origin.Writer == events[1].Origin.Writer || events[1].Origin.Writer != events[2].Origin.Writer {
		t.Errorf("%v", events)
	}
}

// What a client hears nothing of is stored all the same once it was begun.
func TestAClientThatLeavesDoesntTearItsBatch(t *testing.T) {
	b := newBench(t, 1)
	ctx, leave := context.WithCancel(within(t))
	w := NewWriter(Options{Log: &leaving{b.log, leave}, Catalog: b.catalog})
	if _, err := w.Append(ctx, []*pb.Event{points(wide(30_000, 50, 8, 0))}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range b.telemetry(t, 0) {
		n += len(e.GetRunPoints().Steps)
	}
	if n != 30_000 {
		t.Errorf("%d rows", n)
	}
}

// leaving is a log whose client goes away at the first append.
type leaving struct {
	eventlog.Log
	leave func()
}

func (l *leaving) Append(ctx context.Context, batches ...eventlog.Batch) ([]eventlog.Appended, error) {
	l.leave()
	return l.Log.Append(ctx, batches...)
}
