package ingest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/catalog"
	"runledger/event/pb"
)

// A batch sent again is the same events with the same origins: only ids and times of
// the server differ.
func TestARepetitionHasTheSameOrigins(t *testing.T) {
	var lines []string
	for step := range 3000 {
		var metrics []string
		for k := range 100 {
			metrics = append(metrics, fmt.Sprintf(`"metric with a long name %03d":%d.5`, k, step*k))
		}
		lines = append(lines, fmt.Sprintf(`{"project":"root/p","run":"r%d","step":%d,"metrics":{%s,"t":"x"},"config":{"c%d":1},"console":["l"],"finish":0}`,
			step%2, step, strings.Join(metrics, ","), step))
	}
	body := strings.Join(lines, "\n")
	for name, set := range map[string][]string{
		"writer": {"X-Runledger-Writer", "w", "X-Runledger-Seq", "7"},
		"batch":  {"X-Runledger-Batch", "b-1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, Limits{})
			now := time.UnixMilli(1_700_000_000_000)
			s.writer.Clock = func() time.Time { return now }
			for range 2 {
				if a := s.post(t, "application/x-ndjson", strings.NewReader(body), set...); a.status != 202 || a.Points != 300_000 {
					t.Fatalf("%d %+v", a.status, a.Rejected)
				}
				now = now.AddDate(20, 0, 0) // the varint of the clock grows
			}
			seen := map[string]bool{}
			for part := range 4 {
				events := s.telemetry(t, part)
				half := len(events) / 2
				for i, e := range events[:half] {
					if !alike(e, events[half+i]) {
						t.Fatalf("event %d of partition %d: %s, then %s", i, part, e.Origin, events[half+i].Origin)
					}
					run, _ := streamOf(e)
					id := fmt.Sprint(run, e.Origin)
					if seen[id] {
						t.Errorf("%s twice in one batch", id)
					}
					seen[id] = true
				}
			}
			if len(seen) < 12 {
				t.Errorf("%d events: nothing was cut", len(seen))
			}
		})
	}
}

// alike: the same but for ids and the server's times.
func alike(a, b *pb.Event) bool {
	a, b = proto.Clone(a).(*pb.Event), proto.Clone(b).(*pb.Event)
	for _, e := range []*pb.Event{a, b} {
		e.Id, e.ServerTimeUs = nil, 0
		clear(e.GetRunPoints().GetTimesMs())
		for _, l := range e.GetRunConsole().GetLines() {
			l.TimeUs = 0
		}
		for _, r := range e.GetRunValues().GetRows() {
			r.TimeUs = 0
		}
	}
	return proto.Equal(a, b)
}

func TestAnEnvelopeNamesItsBatch(t *testing.T) {
	s := newServer(t, Limits{})
	if a := s.post(t, "application/json", strings.NewReader(`{"lines":[`+good+`],"seq":5,"writer":"w"}`)); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	if a := s.post(t, "application/json", strings.NewReader(`{"batch":"b","lines":[`+good+`]}`)); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	events := s.all(t)
	if !proto.Equal(events[0].Origin, ClientOrigin("w", 5)) || !proto.Equal(events[1].Origin, BatchOrigin("b")) {
		t.Errorf("%s and %s", events[0].Origin, events[1].Origin)
	}
}

func TestTheTrainerIsToldToStop(t *testing.T) {
	s := newServer(t, Limits{})
	if a := s.lines(t, good); a.Stop != nil {
		t.Fatalf("%+v", a)
	}
	v, _, err := s.catalog.Do(within(t), &pb.Event{Actor: s.who(t).Actor(pb.Actor_KIND_USER),
		Body: &pb.Event_RunStopRequested{RunStopRequested: &pb.RunStopRequested{Run: 1}}})
	if err != nil || !v[0].OK() {
		t.Fatal(v, err)
	}
	if a := s.lines(t, good, `{"project":"root/p","run":"other"}`); len(a.Stop) != 1 || a.Stop[0] != "r" {
		t.Errorf("%+v", a)
	}
}

func TestDeletedRunsTakeNothing(t *testing.T) {
	s := newServer(t, Limits{})
	s.lines(t, good)
	v, _, err := s.catalog.Do(within(t), &pb.Event{Actor: s.who(t).Actor(pb.Actor_KIND_USER),
		Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: 1}}})
	if err != nil || !v[0].OK() {
		t.Fatal(v, err)
	}
	if a := s.lines(t, good); a.status != 422 || a.Rejected[0].Code != catalog.CodeDeleted {
		t.Errorf("%+v", a)
	}
}

func TestRatesOfAKey(t *testing.T) {
	s := newServer(t, Limits{KeyPoints: 10, KeyRequests: 3})
	now := time.UnixMilli(1_700_000_000_000)
	s.writer.Clock = func() time.Time { return now }
	hundred := strings.Repeat(good+"\n", 100)
	post := func() answer { return s.post(t, "application/x-ndjson", strings.NewReader(hundred)) }
	if a := post(); a.status != 202 { // more than a second's worth, once
		t.Fatalf("%+v", a)
	}
	if a := post(); a.status != 429 || a.header.Get("Retry-After") != "9" {
		t.Errorf("%d after %s s", a.status, a.header.Get("Retry-After"))
	}
	now = now.Add(9 * time.Second)
	if a := post(); a.status != 202 {
		t.Errorf("%+v", a)
	}
	now = now.Add(time.Minute)
	for i, want := range []int{202, 202, 202, 429} {
		if a := s.lines(t, good); a.status != want {
			t.Errorf("request %d: %+v", i, a)
		}
	}
	if n := s.counter(t, "runledger_ingest_refused_total", "rate_points"); n != 1 {
		t.Errorf("%v refusals for points", n)
	}
	if n := s.counter(t, "runledger_ingest_refused_total", "rate_requests"); n != 1 {
		t.Errorf("%v refusals for requests", n)
	}
}

// counter reads a counter with the one label value, or none.
func (s *server) counter(t testing.TB, name, label string) float64 {
	t.Helper()
	families, err := s.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.Metric {
			if len(m.Label) == 0 && label == "" || len(m.Label) == 1 && m.Label[0].GetValue() == label {
				return m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	return 0
}

func TestMetrics(t *testing.T) {
	s := newServer(t, Limits{})
	s.lines(t, good, "{")
	s.post(t, "text/plain", strings.NewReader(good))
	for name, want := range map[[2]string]float64{
		{"runledger_ingest_points_total", ""}:                    1,
		{"runledger_ingest_bytes_total", ""}:                     float64(len(good) + 2),
		{"runledger_ingest_requests_total", "202"}:               1,
		{"runledger_ingest_requests_total", "415"}:               1,
		{"runledger_ingest_refused_total", "content_type"}:       1,
		{"runledger_ingest_rejected_lines_total", codeMalformed}: 1,
		{"runledger_ingest_in_flight_bytes", ""}:                 0,
	} {
		if got := s.counter(t, name[0], name[1]); got != want {
			t.Errorf("%v = %v, want %v", name, got, want)
		}
	}
}

// Trainers that share a run and say nothing about their batches lose nothing: the
// writer's own numbers differ for all.
func TestManyTrainersOfOneRun(t *testing.T) {
	s := newServer(t, Limits{})
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			for step := range 20 {
				line := fmt.Sprintf(`{"project":"root/p","run":"r","step":%d,"metrics":{"rank%d":1}}`, step, i)
				if a := s.lines(t, line); a.status != 202 {
					t.Errorf("%+v", a)
					return
				}
			}
		})
	}
	wg.Wait()
	seen := map[uint64]bool{}
	cells := 0
	marks := ranges{}
	for _, e := range s.all(t) {
		cells += len(e.GetRunPoints().Series)
		if seen[e.Origin.From] {
			t.Errorf("%s twice", e.Origin)
		}
		seen[e.Origin.From] = true
		if !marks.add(e.Origin.From, e.Origin.To, 16) {
			t.Errorf("%s is taken for a repetition", e.Origin)
		}
	}
	if cells != 600 {
		t.Errorf("%d points", cells)
	}
}

func TestHeartbeatsAlone(t *testing.T) {
	s := newServer(t, Limits{})
	if a := s.lines(t, `{"project":"root/p","run":"r","heartbeat":true}`, `{"project":"root/p","run":"s","heartbeat":true,"config":{"a":1}}`, `{"project":"root/p","run":"t"}`); a.Accepted != 3 {
		t.Fatalf("%+v", a)
	}
	types := map[string]int{}
	for _, e := range s.all(t) {
		types[e.Type]++
	}
	if types["run.heartbeat.v1"] != 1 || types["run.config_set.v1"] != 1 || len(types) != 2 {
		t.Errorf("%v", types)
	}
}
