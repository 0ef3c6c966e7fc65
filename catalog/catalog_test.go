package catalog

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"runledger/event/pb"
	"runledger/eventlog"
)

func openLog(t testing.TB) eventlog.Log {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

// start runs a catalog on the log until the test ends.
func start(t testing.TB, log eventlog.Log) *Catalog {
	t.Helper()
	c := New(Options{Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() {
		if err := c.Run(ctx); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	t.Cleanup(func() { cancel(); owner.Wait() })
	if err := c.WaitFor(within(t), 1); err != nil {
		t.Fatal(err)
	}
	return c
}

func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestCommandsAreJudgedAlikeEverywhere(t *testing.T) {
	log := openLog(t)
	a, b := start(t, log), start(t, log)
	key, err := a.FirstAdmin(within(t), "root", "")
	if err != nil || key == "" {
		t.Fatalf("first admin: %q %v", key, err)
	}
	if again, err := b.FirstAdmin(within(t), "root", ""); err != nil || again != "" {
		t.Fatalf("first admin again: %q %v", again, err)
	}
	who, ok := b.Authenticate(key)
	if !ok {
		t.Fatal("the key opens nothing")
	}
	actor := who.Actor(pb.Actor_KIND_USER)
	project := createProject("root", "p")
	project.Actor = actor
	if v, pos, err := a.Do(within(t), project); err != nil || v[0].Outcome != Accepted || pos.Actions == 0 {
		t.Fatalf("%+v %v %v", v, pos, err)
	}
	var wg sync.WaitGroup
	wins := make([]Verdict, 8)
	for i := range wins {
		wg.Go(func() {
			e := createRun("root", "p", "r")
			e.Actor, e.GetRunCreated().IfAbsent = actor, false
			v, _, err := []*Catalog{a, b}[i%2].Do(within(t), e)
			if err != nil {
				t.Error(err)
				return
			}
			wins[i] = v[0]
		})
	}
	wg.Wait()
	accepted := 0
	for _, v := range wins {
		if v.Outcome == Accepted {
			accepted++
		} else if v.Code != CodeExists {
			t.Errorf("%+v", v)
		}
	}
	if accepted != 1 {
		t.Fatalf("%d winners", accepted)
	}
	equalHashes(t, a, b)
}

// equalHashes compares the catalogs at a place of the log that all have reached. They
// themselves write (the use of keys), so it may take more than one look.
func equalHashes(t testing.TB, catalogs ...*Catalog) {
	t.Helper()
	ctx := within(t)
	for {
		var next []eventlog.Offset
		var hashes [][32]byte
		for _, c := range catalogs {
			if err := c.Fresh(ctx); err != nil {
				t.Fatal(err)
			}
			c.View(func(s *State) { next, hashes = append(next, s.Next()), append(hashes, s.Hash()) })
		}
		if slices.Min(next) != slices.Max(next) {
			continue
		}
		for i, h := range hashes {
			if h != hashes[0] {
				t.Errorf("catalog %d has another state hash at %d", i, next[i])
			}
		}
		return
	}
}
