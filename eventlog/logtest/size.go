package logtest

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"runledger/eventlog"
)

// noise returns n bytes that don't compress.
func noise(n int) []byte {
	b := make([]byte, n)
	rnd := rand.NewChaCha8([32]byte{1})
	_, _ = rnd.Read(b)
	return b
}

func testTooLarge(t *testing.T, f Fixture) {
	log := open(t, f)
	mebibyte := make([]byte, eventlog.MaxRecord)
	var nine, many []eventlog.Record
	for range 9 {
		nine = append(nine, eventlog.Record{Value: mebibyte})
	}
	for range eventlog.MaxBatch/32 + 1 {
		many = append(many, eventlog.Record{})
	}
	for name, records := range map[string][]eventlog.Record{
		"a value above MaxRecord":  {{Value: make([]byte, eventlog.MaxRecord+1)}},
		"values above MaxBatch":    nine,
		"millions of empty values": many,
		"a large key":              {{Key: mebibyte}},
		"a large header":           {{Headers: []eventlog.Header{{Key: "h", Value: mebibyte}}}},
	} {
		good := batch(eventlog.Telemetry, 0, 1, "good")
		_, err := log.Append(within(t), good, eventlog.Batch{Topic: eventlog.Telemetry, Records: records})
		if !errors.Is(err, eventlog.ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b := mustBounds(t, log, eventlog.Telemetry, 0); b.Next != 0 {
		t.Errorf("refused appends stored %d records", b.Next)
	}
}

func testLargest(t *testing.T, f Fixture) {
	log := open(t, f)
	value := noise(eventlog.MaxRecord)
	var seven []eventlog.Record
	for range 7 {
		seven = append(seven, eventlog.Record{Key: []byte("key"), Value: value})
	}
	mustAppend(t, log,
		eventlog.Batch{Topic: eventlog.Actions, Records: seven[:1]},
		eventlog.Batch{Topic: eventlog.Telemetry, Records: seven},
		eventlog.Batch{Topic: eventlog.Telemetry, Records: seven})
	for _, s := range append(readAll(t, log, eventlog.Actions, 0), readAll(t, log, eventlog.Telemetry, 0)...) {
		if !bytes.Equal(s.Value, value) {
			t.Fatalf("a value of 1 MiB came back changed at %d", s.Offset)
		}
	}
	if b := mustBounds(t, log, eventlog.Telemetry, 0); b.Next != 14 {
		t.Errorf("bounds %+v, want next 14", b)
	}
}
