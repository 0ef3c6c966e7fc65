package progress

import (
	"context"
	secret "crypto/rand"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"runledger/eventlog"
	"runledger/internal/position"
	"runledger/internal/testenv"
)

func TestAWatchTellsEachRunAndWhereItBegins(t *testing.T) {
	b := NewBoard()
	b.Advance(Points, 1, 7)
	w, points, _ := b.Watch()
	defer w.Close()
	if points.Telemetry[1] != 7 {
		t.Fatalf("begins at %v", points)
	}
	b.Changed(Points, map[int]uint64{1: 9}, []uint64{5, 3})
	b.Changed(Points, map[int]uint64{0: 2, 1: 10}, []uint64{3, 4})
	got, rows := w.Take()
	if !slices.Equal(got.Runs, []uint64{3, 4, 5}) || got.From[0] != 0 || got.From[1] != 7 || got.Reached.Telemetry[1] != 10 {
		t.Errorf("%+v", got)
	}
	if len(rows.Runs)+len(rows.From) != 0 {
		t.Errorf("rows: %+v", rows)
	}
	b.Changed(Points, map[int]uint64{1: 10}, []uint64{6}) // told before
	b.Advance(Points, 1, 20)                              // nobody knows which runs
	b.Changed(Points, map[int]uint64{1: 21}, []uint64{8})
	if got, _ = w.Take(); !slices.Equal(got.Runs, []uint64{8}) || got.From[1] != 20 {
		t.Errorf("%+v", got)
	}
	many := make([]uint64, maxWatched+1)
	for i := range many {
		many[i] = uint64(i)
	}
	b.Changed(Runs, map[int]uint64{0: 1}, many)
	if _, rows = w.Take(); !rows.TooMany || len(rows.Runs) != 0 {
		t.Errorf("%d runs, too many: %v", len(rows.Runs), rows.TooMany)
	}
}

func TestRunsTravelAsTheyAre(t *testing.T) {
	for _, runs := range [][]uint64{nil, {0}, {1, 2, 1 << 60}, {1<<64 - 1}} {
		text, err := json.Marshal(say(Changes{Runs: runs, From: map[int]uint64{3: 4}}))
		if err != nil {
			t.Fatal(err)
		}
		var s said
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		if got, ok := s.runs(); !ok || !slices.Equal(got, runs) || s.From[3] != 4 {
			t.Errorf("%v became %v", runs, got)
		}
	}
	if _, ok := (said{Runs: []byte{0x80}}).runs(); ok {
		t.Error("half a number was read")
	}
	if s := say(Changes{Runs: make([]uint64, maxSaid+1)}); !s.TooMany || s.Runs != nil {
		t.Error("a record isn't bounded")
	}
}

// TestChangesOverTheTopic: two projectors tell over a real Kafka; a reader is told of every
// run, or that it missed something, also when announcements are lost.
func TestChangesOverTheTopic(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	brokers, _ := testenv.Kafka(t)
	for _, loss := range []bool{false, true} {
		log, err := eventlog.OpenKafka(t.Context(), eventlog.KafkaOptions{
			Brokers: []string{brokers}, Prefix: strings.ToLower(secret.Text()) + ".", Create: true, AllowUnsafe: true, Partitions: 2,
		})
		if err != nil {
			t.Fatal(err)
		}
		reader := NewBoard()
		w, _, _ := reader.Watch()
		ctx, stop := context.WithCancel(context.Background())
		var owner sync.WaitGroup
		owner.Go(func() { _ = Follow(ctx, reader, log) })
		boards := [2]*Board{NewBoard(), NewBoard()}
		for i, b := range boards {
			l := lossy{Log: log}
			if loss {
				l.rng = rand.New(rand.NewPCG(seed, uint64(i+1)))
			}
			owner.Go(func() { _ = Publish(ctx, b, l, func(error) {}) })
			owner.Go(func() { _ = Follow(ctx, b, log) })
		}
		boards[0].AdvanceActions(1)
		if err := reader.Wait(t.Context(), Points, position.Position{Actions: 1}); err != nil {
			t.Fatal(err)
		}
		told, missed := map[uint64]bool{}, false
		at := map[int]uint64{}
		take := func() {
			c, _ := w.Take()
			for part, from := range c.From {
				missed = missed || from > at[part]
			}
			for part, next := range c.Reached.Telemetry {
				at[part] = next
			}
			for _, r := range c.Runs {
				told[r] = true
			}
		}
		next := [2]uint64{}
		for run := uint64(1); run <= 300; run++ {
			p := rng.IntN(2)
			next[p]++
			boards[p].Changed(Points, map[int]uint64{p: next[p]}, []uint64{run})
			if run%10 == 0 {
				time.Sleep(time.Millisecond) // so that it takes several announcements
			}
			take()
		}
		for start := time.Now(); (at[0] != next[0] || at[1] != next[1]) && time.Since(start) < 20*time.Second; take() {
			time.Sleep(time.Millisecond) // polls with a deadline
		}
		if at[0] != next[0] || at[1] != next[1] {
			t.Errorf("reached %v of %v", at, next)
		}
		if lacks := 300 - len(told); lacks > 0 && !missed || !loss && missed {
			t.Errorf("loss %v: %d runs weren't told, missed %v", loss, lacks, missed)
		} else {
			t.Logf("loss %v: %d runs weren't told, missed %v", loss, lacks, missed)
		}
		stop()
		owner.Wait()
		w.Close()
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// lossy loses every other batch.
type lossy struct {
	eventlog.Log
	rng *rand.Rand // of one goroutine; nil: nothing gets lost
}

func (l lossy) Append(ctx context.Context, batches ...eventlog.Batch) ([]eventlog.Appended, error) {
	if l.rng != nil && l.rng.IntN(2) == 0 {
		return nil, eventlog.ErrUnavailable
	}
	return l.Log.Append(ctx, batches...)
}
