package logtest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"runledger/eventlog"
)

// Ack is an acknowledged batch of Write: records "writer seq 0" … "writer seq n-1".
type Ack struct {
	Partition   int
	First       eventlog.Offset
	Writer, Seq int
	Records     int
}

func (a Ack) value(i int) string { return fmt.Sprintf("%d %d %d", a.Writer, a.Seq, i) }

// Write lets 8 writers append small batches to all telemetry partitions until ctx
// ends, and reports each acknowledged one. A batch that failed with ErrUnavailable is
// repeated. run tells the writers of one call from those of another.
func Write(ctx context.Context, log eventlog.Log, partitions, run int, acked func(Ack)) {
	var group sync.WaitGroup
	for w := range 8 {
		group.Go(func() {
			for seq := 0; ctx.Err() == nil; seq++ {
				a := Ack{Partition: (w + seq) % partitions, Writer: run*100 + w, Seq: seq, Records: 1 + seq%5}
				if !appendOnce(ctx, log, &a) {
					return
				}
				acked(a)
			}
		})
	}
	group.Wait()
}

// appendOnce appends the records of a until they're acknowledged.
func appendOnce(ctx context.Context, log eventlog.Log, a *Ack) bool {
	b := eventlog.Batch{Topic: eventlog.Telemetry, Partition: a.Partition}
	for i := range a.Records {
		b.Records = append(b.Records, eventlog.Record{Value: []byte(a.value(i))})
	}
	for {
		done, err := log.Append(ctx, b)
		if err == nil {
			a.First = done[0].First
			return true
		}
		if !errors.Is(err, eventlog.ErrUnavailable) || ctx.Err() != nil {
			return false
		}
		timer := time.NewTimer(10 * time.Millisecond) // back-off
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// WriteTo is Write for a process that is going to be killed: it prints the
// acknowledgements, one JSON line each, after they were given. See ReadAcks.
func WriteTo(w io.Writer, log eventlog.Log, partitions, run int) {
	var mu sync.Mutex
	out := json.NewEncoder(w)
	Write(context.Background(), log, partitions, run, func(a Ack) {
		mu.Lock()
		defer mu.Unlock()
		_ = out.Encode(a)
	})
}

// ReadAcks reads what WriteTo printed until it stops, also in the middle of a line.
func ReadAcks(r io.Reader, acked func(Ack)) {
	for lines := bufio.NewScanner(r); lines.Scan(); {
		var a Ack
		if json.Unmarshal(lines.Bytes(), &a) == nil {
			acked(a)
		}
	}
}

// verify checks that each acknowledged batch is where it was said to be, and that
// nothing is there twice or in part.
func verify(t *testing.T, log eventlog.Log, f Fixture, acks []Ack) {
	t.Helper()
	total := 0
	stored := make([][]eventlog.Stored, f.Partitions)
	for p := range stored {
		stored[p] = readAll(t, log, eventlog.Telemetry, p)
		total += len(stored[p])
		whole(t, stored[p], f.Duplicates)
	}
	for _, a := range acks {
		for i := range a.Records {
			at := int(a.First) + i
			if at >= len(stored[a.Partition]) {
				t.Fatalf("record %d of %+v is lost: the partition ends at %d", i, a, len(stored[a.Partition]))
			}
			if got := string(stored[a.Partition][at].Value); got != a.value(i) {
				t.Fatalf("record %d of %+v is %q", i, a, got)
			}
		}
	}
	t.Logf("%d batches acknowledged, %d records stored", len(acks), total)
	if len(acks) == 0 {
		t.Error("nothing was acknowledged, so nothing was tested")
	}
}

// whole checks that batches are complete and, unless allowed, there once.
func whole(t *testing.T, stored []eventlog.Stored, duplicates bool) {
	t.Helper()
	seen := map[string]bool{}
	for at := 0; at < len(stored); {
		var a Ack
		first := string(stored[at].Value)
		if _, err := fmt.Sscanf(first, "%d %d 0", &a.Writer, &a.Seq); err != nil {
			t.Fatalf("at %d a batch begins with %q", at, first)
		}
		for i := range 1 + a.Seq%5 {
			if at+i >= len(stored) || string(stored[at+i].Value) != a.value(i) {
				t.Fatalf("the batch %q at %d isn't whole", first, at)
			}
		}
		if seen[first] && !duplicates {
			t.Fatalf("the batch %q at %d is there twice", first, at)
		}
		seen[first] = true
		at += 1 + a.Seq%5
	}
}

func testCrash(t *testing.T, f Fixture) {
	if f.Crash == nil {
		t.Skip("this log can't be killed")
	}
	var acks []Ack
	for range 3 {
		f.Crash(t, func(a Ack) { acks = append(acks, a) })
	}
	verify(t, open(t, f), f, acks)
}

func testTorn(t *testing.T, f Fixture) {
	if f.Tear == nil {
		t.Skip("the end of this log's data is out of reach")
	}
	var acks []Ack
	for range 3 {
		f.Crash(t, func(a Ack) { acks = append(acks, a) })
		f.Tear(t)
	}
	log := open(t, f)
	verify(t, log, f, acks)
	mustAppend(t, log, batch(eventlog.Telemetry, 0, 1, "after"))
}

func testFull(t *testing.T, f Fixture) {
	if f.Fill == nil {
		t.Skip("the disk of this log can't be filled")
	}
	log := open(t, f)
	var acks []Ack
	value := string(noise(64 << 10))
	write := func(seq int) error {
		b := eventlog.Batch{Topic: eventlog.Telemetry, Records: []eventlog.Record{{Value: []byte(fmt.Sprint(seq, " ", value))}}}
		done, err := log.Append(within(t), b)
		if err == nil {
			acks = append(acks, Ack{First: done[0].First, Seq: seq})
		}
		return err
	}
	if err := write(0); err != nil {
		t.Fatal(err)
	}
	f.Fill(t)
	seq := 1
	for err := error(nil); err == nil; seq++ {
		if err = write(seq); err != nil && !errors.Is(err, eventlog.ErrUnavailable) {
			t.Fatalf("append to a full disk: %v", err)
		}
	}
	if !f.FullIsDown {
		acknowledged(t, log, acks)
	}
	f.Free(t)
	deadline := time.Now().Add(patience)
	for ; write(seq) != nil; seq++ {
		if time.Now().After(deadline) {
			t.Fatal("appends are still refused when there is space again")
		}
		time.Sleep(20 * time.Millisecond) // poll
	}
	for range 10 {
		seq++
		if err := write(seq); err != nil {
			t.Fatalf("append after a full disk: %v", err)
		}
	}
	acknowledged(t, log, acks)
	if err := log.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	acknowledged(t, open(t, f), acks)
}

// acknowledged checks that each acknowledged record is where it was said to be.
func acknowledged(t *testing.T, log eventlog.Log, acks []Ack) {
	t.Helper()
	stored := readAll(t, log, eventlog.Telemetry, 0)
	for _, a := range acks {
		var seq int
		if int(a.First) >= len(stored) {
			t.Fatalf("record %d is lost: the partition ends at %d", a.First, len(stored))
		}
		if _, err := fmt.Sscan(string(stored[a.First].Value[:20]), &seq); err != nil || seq != a.Seq {
			t.Fatalf("record %d is number %d, want %d", a.First, seq, a.Seq)
		}
	}
	t.Logf("%d records acknowledged, %d stored", len(acks), len(stored))
}
