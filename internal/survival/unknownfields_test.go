package survival

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/testenv"
)

// planted is what a newer program said that this one doesn't know.
const planted = "said by a newer program"

// newerFields returns a known telemetry event, of which a newer program says more: in
// the event, in its body, and in a part of that.
func newerFields(t *testing.T, run uint64, home uint32) []byte {
	t.Helper()
	more := protowire.AppendString(protowire.AppendTag(nil, 1900, protowire.BytesType), planted)
	series := &pb.Series{Key: "a", Values: []float64{7}}
	series.ProtoReflect().SetUnknown(more)
	points := &pb.RunPoints{Run: run, Home: home, Steps: []int64{1_000_000}, TimesMs: []int64{1}, Series: []*pb.Series{series}}
	points.ProtoReflect().SetUnknown(more)
	e := &pb.Event{Body: &pb.Event_RunPoints{RunPoints: points}}
	e.ProtoReflect().SetUnknown(more)
	value := encoded(t, e)
	if n := bytes.Count(value, []byte(planted)); n != 3 {
		t.Fatalf("it's said %d times", n)
	}
	return value
}

// TestUnknownFieldsOfTelemetry: what a newer program adds to events that this one knows
// disturbs nothing, and is in the log, a backup and what is restored from it.
func TestUnknownFieldsOfTelemetry(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/more", 2).start(t)
	c.goesOn(t, patience)
	c.stop(t)
	s.Stop(t)
	run, home, part := aRun(t, s.Data)
	value := newerFields(t, run, home)
	appendRaw(t, s, eventlog.Telemetry, part, value)
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	c = hire(s.URL, s.Key, "admin/more", 2).resume(c).start(t)
	c.goesOn(t, patience)
	c.stop(t)
	understood(t, s)
	succeeds(t, s.Key, "rebuild", "--server", s.URL)
	understood(t, s)

	tar, elsewhere := filepath.Join(t.TempDir(), "ledger.tar"), filepath.Join(t.TempDir(), "restored")
	succeeds(t, s.Key, "backup", "--data", s.Data, "--to", tar)
	succeeds(t, "", "restore", "--from", tar, "--data", elsewhere)
	s.Stop(t)
	for _, data := range []string{s.Data, elsewhere} {
		if n := countRecords(t, data, part, value); n != 1 {
			t.Errorf("%s: the record is %d times in the log as it was", data, n)
		}
	}
	understood(t, testenv.StartRunledger(t, testenv.RunledgerOptions{Data: elsewhere}))
}

// understood: the point is there, nothing was set aside, the tables are what the log says.
func understood(t *testing.T, s *testenv.Runledger) {
	t.Helper()
	verified(t, s.URL, s.Key) // waits until the tables have caught up
	a := ask(t, http.MethodPost, s.URL+"/api/v1/projects/admin/more/charts", s.Key, `{"metrics":["a"],"full":true,"aggregates":["last"]}`)
	if a.status != http.StatusOK || !strings.Contains(string(a.body), "1000000") {
		t.Errorf("the point isn't in the chart: %d %.500s", a.status, a.body)
	}
	if n := metric(t, s.URL, "runledger_projection_set_aside_total"); n != 0 {
		t.Errorf("%v records were set aside", n)
	}
}

// aRun is a run that has points, and where its telemetry is.
func aRun(t *testing.T, data string) (run uint64, home uint32, part int) {
	t.Helper()
	eachTelemetry(t, data, func(in int, value []byte) {
		if e, err := event.Decode(value); err == nil && e.GetRunPoints() != nil {
			run, home, part = e.GetRunPoints().Run, e.GetRunPoints().Home, in
		}
	})
	if run == 0 {
		t.Fatal("no run has points")
	}
	return run, home, part
}

func countRecords(t *testing.T, data string, part int, want []byte) (n int) {
	t.Helper()
	eachTelemetry(t, data, func(in int, value []byte) {
		if in == part && bytes.Equal(value, want) {
			n++
			// Passed on by who decodes and encodes it, too.
			e, err := event.Decode(value)
			if err != nil {
				t.Fatal(err)
			}
			again, err := proto.MarshalOptions{Deterministic: true}.Marshal(e)
			if err != nil || bytes.Count(again, []byte(planted)) != 3 {
				t.Errorf("encoded again it's said %d times (%v)", bytes.Count(again, []byte(planted)), err)
			}
		}
	})
	return n
}

// eachTelemetry reads the telemetry of a stopped server's log.
func eachTelemetry(t *testing.T, data string, each func(part int, value []byte)) {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(data, "log"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", data, err))
	}
	defer log.Close()
	for part := range partitions {
		b, err := log.Bounds(t.Context(), eventlog.Telemetry, part)
		if err != nil {
			t.Fatal(err)
		}
		for next := b.First; next < b.Next; {
			all, err := log.Read(t.Context(), eventlog.Telemetry, part, next, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range all {
				each(part, r.Value)
				next = r.Offset + 1
			}
		}
	}
}
