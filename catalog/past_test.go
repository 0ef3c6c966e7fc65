package catalog

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"runledger/event/pb"
	"runledger/eventlog"
)

// TestStatesOfThePast: at any place, in any order, also from several at once, the state
// is what a fold of the log cut there gives, and what an action did is what was told.
func TestStatesOfThePast(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := drawHistory(t, rt, 40)
		log := h.stored(t)
		defer log.Close()
		c, stop := run(t, log)
		defer stop()
		ends := eventlog.Offset(len(h.log))
		if err := c.Fresh(within(t)); err != nil {
			rt.Fatal(err)
		}
		if rapid.Bool().Draw(rt, "started long ago") {
			c.effects = newEffects()
		}
		places := rapid.SliceOfN(rapid.Uint64Range(0, ends), 1, 12).Draw(rt, "places")
		var all sync.WaitGroup
		for _, next := range places {
			all.Go(func() {
				s, err := c.StateAt(within(t), next)
				if err != nil {
					t.Error(err)
					return
				}
				if want := h.until(next); s.Hash() != want.Hash() {
					t.Errorf("the state at %d of %d isn't what the log says", next, ends)
				}
			})
			if next < ends {
				all.Go(func() { h.sameEffect(t, c, next) })
			}
		}
		all.Wait()
		for _, next := range places { // nobody changed what is shared
			if s, err := c.StateAt(within(t), next); err != nil || s.Hash() != h.until(next).Hash() {
				rt.Fatalf("the state at %d has changed: %v", next, err)
			}
		}
		if c.view() != h.Hash() {
			rt.Fatal("the live state has changed")
		}
	})
}

func (c *Catalog) view() (hash [32]byte) {
	c.View(func(s *State) { hash = s.Hash() })
	return hash
}

func (h *history) sameEffect(t *testing.T, c *Catalog, off eventlog.Offset) {
	r, v, err := c.Effect(within(t), off)
	want := h.verdicts[off]
	if err != nil || r.Offset != off || v.Outcome != want.Outcome || v.Code != want.Code || string(v.After) != string(want.After) ||
		!slices.EqualFunc(v.Changes, want.Changes, sameChange) {
		t.Errorf("action %d: %+v %v, was %+v", off, v, err, want)
	}
}

func sameChange(a, b Change) bool {
	return a.Kind == b.Kind && a.Project == b.Project && slices.Equal(a.IDs, b.IDs) && string(a.From) == string(b.From) && string(a.To) == string(b.To)
}

// TestCopiesGoTheirOwnWay: a copy and its original are folded on differently, and
// neither sees the other.
func TestCopiesGoTheirOwnWay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := drawHistory(t, rt, 60)
		at := rapid.IntRange(1, len(h.log)).Draw(rt, "at")
		original := h.until(eventlog.Offset(at))
		var copied *State
		if rapid.Bool().Draw(rt, "thawed") {
			copied = original.freeze().whole()
		} else {
			copied = original.Clone()
		}
		frozen := copied.Clone()
		for i, r := range h.log[at:] {
			original.Apply(r)
			if i%2 == 0 {
				r.Offset = copied.Next()
				copied.Apply(r)
			}
		}
		if frozen.Hash() != h.until(eventlog.Offset(at)).Hash() {
			rt.Fatal("a copy that nobody touched has changed")
		}
		if original.Hash() != h.Hash() {
			rt.Fatal("the original has gone wrong")
		}
		other := h.until(eventlog.Offset(at))
		for i, r := range h.log[at:] {
			if i%2 == 0 {
				r.Offset = other.Next()
				other.Apply(r)
			}
		}
		if copied.Hash() != other.Hash() {
			rt.Fatal("the copy has gone wrong")
		}
	})
}

func TestThePastEndsWhereTheLogEnds(t *testing.T) {
	c := start(t, openLog(t))
	if _, err := c.StateAt(within(t), c.Next()+1); !errors.Is(err, ErrAhead) {
		t.Errorf("%v", err)
	}
	if _, _, err := c.Effect(within(t), c.Next()); !errors.Is(err, ErrAhead) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range foldsAtOnce {
		leave, err := c.past.enter(within(t))
		if err != nil {
			t.Fatal(err)
		}
		defer leave()
	}
	if _, err := c.StateAt(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestWhatWasPurgedIsGoneFromThePast: it's missing, and named.
func TestWhatWasPurgedIsGoneFromThePast(t *testing.T) {
	f, root, _ := furnished(t)
	before := f.Next()
	f.ok(root, &pb.Event{Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: []uint64{2}}}})
	f.ok(root, &pb.Event{Body: &pb.Event_ProjectPurged{ProjectPurged: &pb.ProjectPurged{Project: 2}}})
	h := &history{fold: f}
	log := h.stored(t)
	defer log.Close()
	c, stop := run(t, log)
	defer stop()
	if err := c.Fresh(within(t)); err != nil {
		t.Fatal(err)
	}
	s, gone, err := c.Remains(within(t), before)
	if err != nil {
		t.Fatal(err)
	}
	if s.Run(1, "gone") != nil || s.Run(1, "r") == nil || s.Project("ann", "trash") != nil || s.RunByNo(2).ID != "" {
		t.Error("what was purged is still there")
	}
	if all, _ := s.CountRuns(1); all != 1 {
		t.Errorf("%d runs", all)
	}
	if ids := gone.Runs(1); !slices.Equal(ids, []string{"gone"}) {
		t.Errorf("%v", ids)
	}
	if list := gone.Projects(); len(list) != 1 || list[0].Name != "trash" {
		t.Errorf("%+v", list)
	}
	exact, err := c.StateAt(within(t), before)
	if err != nil || exact.Run(1, "gone") == nil || exact.Hash() != h.until(before).Hash() {
		t.Errorf("the exact state isn't what it was: %v", err)
	}
}

// TestManyLookAtOneState: hashing and writing it change nothing, not even to what it was.
func TestManyLookAtOneState(t *testing.T) {
	f, _, _ := furnished(t)
	want, login := f.Hash(), HashKey("login")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				if f.Hash() != want {
					t.Error("another hash")
				}
				if u, _ := f.UserByLogin(login); u == nil {
					t.Error("a login is gone")
				}
				snapshotBytes(t, f.State)
			}
		})
	}
	all.Wait()
}

// TestWhatRemainsOfThePast: what was purged since is gone from it, and everything else is
// as it was.
func TestWhatRemainsOfThePast(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := drawHistory(t, rt, 40)
		if rapid.Bool().Draw(rt, "purge") {
			h.do(System(), &pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: 1}}})
			h.do(System(), &pb.Event{Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: []uint64{1}}}})
		}
		next := rapid.Uint64Range(1, uint64(len(h.log))).Draw(rt, "next")
		then := h.until(next)
		before := then.Hash()
		left := then.withoutPurged(h.purgedOf(then))
		if then.Hash() != before {
			rt.Fatal("the exact state has changed")
		}
		gone := Gone{then, left}
		for i, r := range then.runs {
			now, is := h.runs[i], left.runs[i]
			switch {
			case now.Purged && (!is.Purged || is.ID != "" || is.Notes != "" || is.ConfigEdit != nil):
				rt.Fatalf("run %d was purged since, and %+v is shown", r.No, is)
			case now.Purged && !r.Purged && !slices.Contains(gone.Runs(r.Project), r.ID):
				rt.Fatalf("run %q isn't named", r.ID)
			case !now.Purged && is != r:
				rt.Fatalf("run %+v is shown as %+v", r, is)
			case !now.Purged && !is.Deleted && left.Run(is.Project, is.ID) != is:
				rt.Fatalf("run %q isn't found", is.ID)
			}
		}
		for i, p := range then.projects {
			if is := left.projects[i]; h.projects[i].Purged != is.Purged || !is.Purged && is.Project != p.Project {
				rt.Fatalf("project %+v is shown as %+v", p.Project, is.Project)
			}
		}
		for k, d := range then.docs {
			if purged := k.project != 0 && h.projects[k.project-1].Purged; purged != (left.docs[k] == nil) || !purged && left.docs[k] != d {
				rt.Fatalf("document %+v", d)
			}
		}
	})
}
