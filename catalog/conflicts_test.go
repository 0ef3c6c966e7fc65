package catalog

import (
	"context"
	"flag"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/testenv"
)

var (
	conflictSeed  = flag.Int("conflict-seed", 0, "of the conflicting actions; 0: another each time")
	conflictCount = flag.Int("conflicts", 10_000, "actions that two catalogs race for")
)

// TestTenThousandConflicts: two servers on one log race with actions of all kinds about
// few things, undos among them. Both end with the same state, and everybody was told
// what the log says.
func TestTenThousandConflicts(t *testing.T) {
	f, _, _ := furnished(t)
	log := (&history{fold: f}).stored(t)
	defer log.Close()
	conflicts(t, f, log, log)
}

// TestTenThousandConflictsOnKafka is the same on a real broker, with two connections.
func TestTenThousandConflictsOnKafka(t *testing.T) {
	addr := testenv.OwnKafka(t, "").Addr()
	open := func() eventlog.Log {
		log, err := eventlog.OpenKafka(within(t), eventlog.KafkaOptions{Brokers: []string{addr}, Prefix: "conflicts.", Create: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { log.Close() })
		return log
	}
	f, _, _ := furnished(t)
	one, other := open(), open()
	n, err := one.Partitions(within(t), eventlog.Telemetry)
	if err != nil {
		t.Fatal(err)
	}
	f.log[0].Event = proto.CloneOf(f.log[0].Event)
	f.log[0].Event.GetServerInitialized().TelemetryPartitions = uint32(n)
	(&history{fold: f}).appendTo(t, one, 0, len(f.log))
	conflicts(t, f, one, other)
}

// racer is one client.
type racer struct {
	catalog *Catalog
	told    map[[16]byte]Verdict
	order   []uint64 // positions of its answers
}

func conflicts(t *testing.T, f *fold, logs ...eventlog.Log) {
	seed := *conflictSeed
	if seed == 0 {
		seed = int(time.Now().UnixNano() % 1e9)
	}
	t.Logf("-conflict-seed=%d -conflicts=%d", seed, *conflictCount)
	events := conflicting(f, seed)
	store := SnapshotFolder(t.TempDir())
	var cats []*Catalog
	var stops []func()
	for _, log := range logs {
		c, stop := runWith(t, log, store)
		cats, stops = append(cats, c), append(stops, stop)
	}
	racers := make([]racer, 32)
	var next atomic.Int64
	var done doneActions
	var all sync.WaitGroup
	for i := range racers {
		racers[i] = racer{cats[i%len(cats)], map[[16]byte]Verdict{}, nil}
		all.Go(func() { racers[i].race(t, events, &next, &done) })
	}
	cats[0].snapshot(within(t)) // in the middle
	all.Wait()
	equalHashes(t, cats...)
	for _, stop := range stops {
		stop()
	}
	third, stop := runWith(t, logs[0], store)
	defer stop()
	if third.snapshotCount("loaded") != 1 || third.view() != cats[0].view() {
		t.Error("a third that starts from a snapshot isn't like the others")
	}
	truthful(t, verdictsOf(t, logs[0]), racers)
}

// conflicting draws the events beforehand.
func conflicting(f *fold, seed int) []*pb.Event {
	key := f.Keys(1)[0].ID
	actors := []*pb.Actor{System(), System(), Principal{User: f.UserByName("root")}.Actor(pb.Actor_KIND_USER), Principal{User: f.UserByName("ann")}.Actor(pb.Actor_KIND_USER)}
	any := append(everyAction(key), everyOtherAction()...)
	draw := rapid.Custom(func(rt *rapid.T) *pb.Event {
		s := &life{t: rt}
		switch rapid.IntRange(0, 5).Draw(rt, "kind") {
		case 0:
			return randomAction(rt)
		case 1, 2:
			e := rapid.SampledFrom(any).Draw(rt, "any")
			if !final(e) || rapid.IntRange(0, 49).Draw(rt, "end") == 0 {
				return proto.CloneOf(e)
			}
		}
		return s.action()
	})
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	events := make([]*pb.Event, *conflictCount)
	for i := range events {
		e := draw.Example(seed + i)
		e.Actor = actors[random.IntN(len(actors))]
		if e.IdempotencyKey != "" {
			e.IdempotencyKey = string(rune('a' + random.IntN(26)))
		}
		events[i] = e
	}
	return events
}

// final: after it most others would be refused.
func final(e *pb.Event) bool {
	return e.GetUserDeleted() != nil || e.GetProjectDeleted() != nil || e.GetRunsPurged() != nil
}

// doneActions are what can be undone.
type doneActions struct {
	mu   sync.Mutex
	list []effectOf
}

type effectOf struct {
	off     eventlog.Offset
	verdict Verdict
}

func (d *doneActions) add(e effectOf) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, e)
}

func (d *doneActions) recent(back int) (effectOf, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.list) <= back {
		return effectOf{}, false
	}
	return d.list[len(d.list)-1-back], true
}

func (r *racer) race(t *testing.T, events []*pb.Event, next *atomic.Int64, done *doneActions) {
	for i := next.Add(1) - 1; i < int64(len(events)); i = next.Add(1) - 1 {
		e := events[i]
		if i%7 == 0 {
			if a, ok := done.recent(int(i % 5)); ok {
				e = undoing(e.Actor, a.off, a.verdict, false, "1")
				e.Actor = events[i].Actor
			}
		}
		if i%5 == 0 && e.GetRunRenamed() != nil { // decided on what is seen here
			r.catalog.View(func(s *State) {
				if run := s.RunByNo(RunNo(e.GetRunRenamed().Run)); run != nil {
					e.Expect = run.Version
				}
			})
		}
		v, pos, err := r.catalog.Do(context.Background(), e)
		if err != nil {
			t.Errorf("%s: %v", e.Type, err)
			return
		}
		r.told[[16]byte(e.Id)] = v[0]
		r.order = append(r.order, pos.Actions)
		if v[0].Outcome == Accepted && len(v[0].Changes) > 0 {
			done.add(effectOf{pos.Actions - 1, v[0]})
		}
		if r.catalog.Next() < pos.Actions {
			t.Errorf("the answer to %s came before its effect", e.Type)
		}
	}
}

// truthful compares what everybody was told with what the log says.
func truthful(t *testing.T, says map[[16]byte]Verdict, racers []racer) {
	outcomes := map[string]int{}
	for _, r := range racers {
		for id, told := range r.told {
			said, ok := says[id]
			if !ok || verdictLine(told) != verdictLine(said) || told.Reason != said.Reason || !slices.EqualFunc(told.Changes, said.Changes, sameChange) {
				t.Errorf("told %+v, the log says %+v", told, said)
			}
			outcomes[told.Outcome.String()+" "+told.Code]++
		}
		if !slices.IsSorted(r.order) {
			t.Error("the actions of one client aren't in its order")
		}
	}
	t.Log(outcomes)
	if outcomes["accepted "] < *conflictCount/20 || outcomes["refused conflict"] == 0 {
		t.Error("they hardly met")
	}
}
