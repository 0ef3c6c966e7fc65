package survival

import (
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// TestPoison puts records that nobody can apply between good ones: they are set aside
// and counted, and everything else goes on.
func TestPoison(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/poison", 4).start(t)
	c.goesOn(t, patience)
	c.stop(t)
	s.Stop(t)

	telemetry := poisonTelemetry(t)
	for part := range partitions {
		appendRaw(t, s, eventlog.Telemetry, part, telemetry...)
	}
	actions := poisonActions(t)
	appendRaw(t, s, eventlog.Actions, 0, actions...)

	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	c = hire(s.URL, s.Key, "admin/poison", 4).resume(c).start(t)
	c.goesOn(t, patience)
	c.stop(t)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	settled(t, embeddedTables(t, s.Data), c)

	want := partitions*len(telemetry) + len(actions)
	if got := int(metric(t, s.URL, "runledger_projection_set_aside_total")); got != want {
		t.Errorf("%d records were counted as set aside, %d are poison", got, want)
	}
	for _, reason := range []string{"undecodable", "malformed", "unknown_type"} {
		if metric(t, s.URL, "runledger_projection_set_aside_total", fmt.Sprintf("reason=%q", reason)) == 0 {
			t.Errorf("no record was set aside as %s", reason)
		}
	}
	conn, err := clickhouse.Open(embeddedTables(t, s.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var rows, complete uint64
	err = conn.QueryRow(t.Context(), `SELECT count(), countIf(error != '' AND reason != '' AND at > now() - 600 AND size > 0 AND size = length(value)) FROM set_aside`).Scan(&rows, &complete)
	if err != nil || rows != uint64(want) || complete != rows {
		t.Errorf("set_aside has %d rows, %d complete (%v), %d are poison", rows, complete, err, want)
	}
	verified(t, s.URL, s.Key)
}

// resume lets a crew go on where another stopped.
func (c *crew) resume(from *crew) *crew {
	for i, tr := range from.trainers {
		c.trainers[i].next, c.trainers[i].seq, c.trainers[i].acked = tr.next, tr.seq, tr.acked
	}
	return c
}

// poisonTelemetry are values that no telemetry record can have.
func poisonTelemetry(t *testing.T) [][]byte {
	t.Helper()
	whole := encoded(t, &pb.Event{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: 1, Home: 1}}})
	return [][]byte{
		[]byte("garbage"),
		{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
		whole[:len(whole)/2],
		newerEvent(t, "run.dreamt.v1"),
		// An action, and telemetry of no run.
		encoded(t, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "admin", Name: "x"}}}),
		encoded(t, &pb.Event{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{}}}),
		// Columns that don't fit together.
		encoded(t, &pb.Event{Body: &pb.Event_RunPoints{RunPoints: &pb.RunPoints{Run: 1, Home: 1,
			Steps: []int64{1, 2, 3}, TimesMs: []int64{1, 2, 3}, Series: []*pb.Series{{Key: "a", Values: []float64{1}}}}}}),
		encoded(t, &pb.Event{Body: &pb.Event_RunPoints{RunPoints: &pb.RunPoints{Run: 1, Home: 1,
			Steps: []int64{1}, TimesMs: []int64{1}, Series: []*pb.Series{{Key: "a", Values: []float64{1}, Rows: []uint32{7}}}}}}),
		encoded(t, &pb.Event{Body: &pb.Event_RunSystem{RunSystem: &pb.RunSystem{Run: 1, Home: 1, Lines: []int64{1}}}}),
		encoded(t, &pb.Event{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: 1, Home: 1, Json: []byte(`{"half":`)}}}),
	}
}

// poisonActions are values that no action can have; the fold passes them over.
func poisonActions(t *testing.T) [][]byte {
	t.Helper()
	return [][]byte{
		[]byte("garbage"),
		{0x0a, 0x01, 0x01},
		encoded(t, &pb.Event{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: 1, Home: 1}}}),
	}
}

func encoded(t *testing.T, e *pb.Event) []byte {
	t.Helper()
	if err := event.Stamp(e, time.Now()); err != nil {
		t.Fatal(err)
	}
	value, err := event.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// appendRaw appends records to the log of a server that doesn't run.
func appendRaw(t *testing.T, s *testenv.Runledger, topic eventlog.Topic, part int, values ...[]byte) {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(s.Data, "log")})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	b := eventlog.Batch{Topic: topic, Partition: part}
	for _, v := range values {
		b.Records = append(b.Records, eventlog.Record{Value: v})
	}
	if _, err := log.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}
