package catalog

import (
	"context"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"runledger/event/pb"
	"runledger/eventlog"
)

// TestRacingCommandsHaveOneWinnerEverywhere lets commands race through two catalogs
// on one log: both, and a third that folds the log afterwards, judge each alike, and
// of commands decided on the same version one wins.
func TestRacingCommandsHaveOneWinnerEverywhere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		log := openLog(t)
		stop := make([]func(), 3)
		var cats [3]*Catalog
		for i := range 2 {
			cats[i], stop[i] = run(t, log)
		}
		seed := &pb.Event{Actor: System(), Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "u0"}}}
		must(rt, cats[0], seed, withSystem(createProject("u0", "p0")), withSystem(createRun("u0", "p0", "r0")))
		var version uint64
		cats[0].View(func(s *State) { version = s.RunByNo(1).Version })

		n := rapid.IntRange(2, 12).Draw(rt, "commands")
		events := make([]*pb.Event, n)
		for i := range events {
			if rapid.Bool().Draw(rt, "careful") {
				events[i] = withSystem(rename(1, string(rune('a'+i))))
				events[i].Expect = version
			} else {
				events[i] = randomAction(rt)
			}
		}
		verdicts := make([]Verdict, n)
		var wg sync.WaitGroup
		for i, e := range events {
			wg.Go(func() {
				v, _, err := cats[i%2].Do(context.Background(), e)
				if err != nil {
					t.Error(err)
					return
				}
				verdicts[i] = v[0]
			})
		}
		wg.Wait()
		cats[2], stop[2] = run(t, log)
		equalHashes(t, cats[:]...)
		for _, s := range stop {
			s()
		}
		replayed := verdictsOf(t, log)
		log.Close()
		winners := 0
		for i, e := range events {
			if v := replayed[[16]byte(e.Id)]; v.Outcome != verdicts[i].Outcome || v.Code != verdicts[i].Code || v.Run != verdicts[i].Run {
				rt.Fatalf("%s: told %+v, the log says %+v", e.Type, verdicts[i], v)
			}
			if e.Expect == version && e.GetRunRenamed() != nil && verdicts[i].Outcome == Accepted {
				winners++
			}
		}
		if winners > 1 {
			rt.Fatalf("%d commands decided on version %d were accepted", winners, version)
		}
	})
}

func withSystem(e *pb.Event) *pb.Event { e.Actor = System(); return e }

func must(t *rapid.T, c *Catalog, events ...*pb.Event) {
	verdicts, _, err := c.Do(context.Background(), events...)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verdicts {
		if v.Outcome != Accepted {
			t.Fatalf("%+v", v)
		}
	}
}

// run is start with an end of its own.
func run(t *testing.T, log eventlog.Log) (*Catalog, func()) {
	c := New(Options{Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() {
		if err := c.Run(ctx); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	if err := c.WaitFor(within(t), 1); err != nil {
		t.Fatal(err)
	}
	return c, func() { cancel(); owner.Wait() }
}

// verdictsOf folds the log anew.
func verdictsOf(t *testing.T, log eventlog.Log) map[[16]byte]Verdict {
	b, err := log.Bounds(within(t), eventlog.Actions, 0)
	if err != nil {
		t.Fatal(err)
	}
	s, out := NewState(), map[[16]byte]Verdict{}
	for s.Next() < b.Next {
		stored, err := log.Read(within(t), eventlog.Actions, 0, s.Next(), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, st := range stored {
			r := Decode(st)
			v := s.Apply(r)
			if _, seen := out[[16]byte(r.Event.Id)]; !seen {
				out[[16]byte(r.Event.Id)] = v
			}
		}
	}
	return out
}
