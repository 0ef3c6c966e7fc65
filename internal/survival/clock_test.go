package survival

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/testenv"
)

// TestClockSetBack lets a server find a log whose newest records are an hour ahead of
// its clock, as they are when the clock was set back by an hour: log time doesn't fall,
// and everything goes on.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/clock", 4).start(t)
	c.goesOn(t, patience)
	c.stop(t)
	s.Stop(t)
	ahead := appendAhead(t, s)

	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	c = hire(s.URL, s.Key, "admin/clock", 4).resume(c).start(t)
	late := hire(s.URL, s.Key, "admin/late", 2).start(t) // runs that are made by then
	c.goesOn(t, patience)
	late.goesOn(t, patience)
	c.stop(t)
	late.stop(t)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	onlyTheseStatuses(t, late, http.StatusAccepted)
	settled(t, embeddedTables(t, s.Data), c)
	settled(t, embeddedTables(t, s.Data), late)
	if a := chart(t, s.URL, s.Key, "admin/late"); a.status != http.StatusOK {
		t.Errorf("chart: %d %s", a.status, a.body)
	}
	if status, parts := unready(t, s.URL); status != http.StatusOK {
		t.Errorf("readyz: %d %v", status, parts)
	}
	verified(t, s.URL, s.Key)
	s.Stop(t)
	timeRises(t, s, ahead)
}

// partitions of a new log's telemetry.
const partitions = 4

// appendAhead appends a record to each partition an hour from now, and returns when.
func appendAhead(t *testing.T, s *testenv.Runledger) time.Time {
	t.Helper()
	ahead := time.Now().Add(time.Hour)
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(s.Data, "log"), Clock: func() time.Time { return ahead }})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	batches := []eventlog.Batch{{Topic: eventlog.Actions, Records: []eventlog.Record{{
		Value: encoded(t, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "nobody", Name: "x"}}})}}}}
	for run := uint64(1); run <= 4; run++ {
		batches = append(batches, eventlog.Batch{Topic: eventlog.Telemetry, Partition: event.Partition(run, partitions), Records: []eventlog.Record{{
			Value: encoded(t, &pb.Event{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: run, Home: 1}}})}}})
	}
	if _, err := log.Append(t.Context(), batches...); err != nil {
		t.Fatal(err)
	}
	return ahead.Truncate(time.Millisecond)
}

// timeRises reads the whole log: its time never falls, and ends at or after ahead in
// partitions that have something of then.
func timeRises(t *testing.T, s *testenv.Runledger, ahead time.Time) {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(s.Data, "log")})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	read := func(topic eventlog.Topic, part int) (last time.Time) {
		b, err := log.Bounds(t.Context(), topic, part)
		if err != nil {
			t.Fatal(err)
		}
		for next := b.First; next < b.Next; {
			all, err := log.Read(t.Context(), topic, part, next, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range all {
				if r.At.Before(last) {
					t.Errorf("%s/%d: log time falls at offset %d from %s to %s", topic, part, r.Offset, last, r.At)
				}
				last, next = r.At, r.Offset+1
			}
		}
		return last
	}
	held := 0
	if last := read(eventlog.Actions, 0); last.Before(ahead) {
		t.Errorf("the actions end at %s, they had reached %s", last, ahead)
	}
	for part := range partitions {
		if last := read(eventlog.Telemetry, part); !last.Before(ahead) {
			held++
		}
	}
	if held == 0 {
		t.Error("no partition holds the time that it had reached")
	}
}
