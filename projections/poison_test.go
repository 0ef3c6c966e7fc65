package projections

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// FuzzRecord: whatever stands in a record, applying it twice to a run, making its rows
// and saving the run's state must not end the projector.
func FuzzRecord(f *testing.F) {
	samples, err := filepath.Glob("../event/testdata/samples/*.binpb")
	if err != nil || len(samples) == 0 {
		f.Fatalf("no samples: %v", err)
	}
	for _, path := range samples {
		value, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(value)
		f.Add(withOrigin(f, value))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		keys := newKeyTable()
		b := newBatch(keys)
		var st *runState
		for off := range uint64(2) {
			d := decode(eventlog.Stored{Offset: off, At: time.Unix(1e9+60*int64(off), 0), Record: eventlog.Record{Value: value}})
			if d.err != nil {
				return
			}
			if st == nil {
				st = newRunState(d.run, d.home, 0)
			}
			c := change{off: d.off, at: d.at, ev: d.ev}
			if result, err := apply(&c, st, d.kind, keys); err != nil || result != applied {
				continue
			}
			for _, rows := range b.tables {
				rows.apply(&c)
			}
		}
		b.seal()
		for _, rows := range b.tables {
			if rows.len() == 0 {
				continue
			}
			if _, err := encode(rows.block()); err != nil {
				t.Fatal(err)
			}
		}
		run := newRunRows()
		if err := (&dataRows{run}).collect([]*runState{st}, keys); err != nil {
			t.Fatal(err)
		}
	})
}

// withOrigin is a sample of a writer that numbers the rows of its batches.
func withOrigin(f *testing.F, value []byte) []byte {
	e, err := event.Decode(value)
	if err != nil {
		f.Fatal(err)
	}
	e.Origin = &pb.Origin{Writer: "w", From: 1, To: 3, PerRow: true}
	out, err := proto.Marshal(e)
	if err != nil {
		f.Fatal(err)
	}
	return out
}
