package catalog

import (
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// history is a random log that uses every action, with the verdicts that were given.
//
// Longer and more of them: -rapid.checks=N; rapid prints the seed of one that fails.
type history struct {
	*fold
	verdicts []Verdict // by offset
	now      time.Time // of the log that it is stored in
}

func drawHistory(t testing.TB, rt *rapid.T, most int) *history {
	f, root, key := furnished(t)
	h := &history{fold: f}
	h.verdicts = make([]Verdict, 0, len(f.log)+most)
	again := NewState()
	for _, r := range f.log {
		h.verdicts = append(h.verdicts, again.Apply(r))
	}
	s := &life{fold: f, t: rt, done: map[eventlog.Offset]Verdict{}}
	actors := []*pb.Actor{root, Principal{User: f.UserByName("ann")}.Actor(pb.Actor_KIND_USER), System()}
	for range rapid.IntRange(1, most).Draw(rt, "actions") {
		by := rapid.SampledFrom(actors).Draw(rt, "by")
		e := h.action(rt, s, by, key)
		f.at = f.at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 3600, 90000}).Draw(rt, "pause")) * time.Second)
		h.verdicts = append(h.verdicts, f.do(by, e))
	}
	return h
}

func (h *history) action(rt *rapid.T, s *life, by *pb.Actor, key string) (e *pb.Event) {
	switch rapid.IntRange(0, 9).Draw(rt, "kind") {
	case 0, 1, 2:
		e = rapid.SampledFrom(append(everyAction(key), everyOtherAction()...)).Draw(rt, "any")
	case 3:
		e = randomAction(rt)
	case 4, 5:
		if e = h.undo(rt, by); e != nil {
			return e
		}
		fallthrough
	default:
		e = s.action()
	}
	if rapid.IntRange(0, 9).Draw(rt, "idempotent") == 0 {
		e.IdempotencyKey = rapid.SampledFrom([]string{"i", "j"}).Draw(rt, "key")
	}
	if n := len(h.log); rapid.IntRange(0, 19).Draw(rt, "twice") == 0 {
		e = proto.CloneOf(h.log[rapid.IntRange(0, n-1).Draw(rt, "which")].Event)
	}
	return e
}

// undo draws an undo or redo of something that was done.
func (h *history) undo(rt *rapid.T, by *pb.Actor) *pb.Event {
	var done []eventlog.Offset
	for off, v := range h.verdicts {
		if v.Outcome == Accepted && len(v.Changes) > 0 {
			done = append(done, eventlog.Offset(off))
		}
	}
	if len(done) == 0 {
		return nil
	}
	off := done[max(len(done)-rapid.IntRange(1, 6).Draw(rt, "back"), 0)]
	redo := h.log[off].Event.GetActionUndone() != nil
	return undoing(by, off, h.verdicts[off], redo, rapid.SampledFrom([]string{"", "1", "1/user-ann"}).Draw(rt, "scope"))
}

// until folds the log cut at next.
func (h *history) until(next eventlog.Offset) *State {
	s := NewState()
	for _, r := range h.log[:next] {
		s.Apply(r)
	}
	return s
}

// stored is the log as it is on disk; storedUpTo is its beginning.
func (h *history) stored(t testing.TB) eventlog.Log { return h.storedUpTo(t, len(h.log)) }

func (h *history) storedUpTo(t testing.TB, upTo int) eventlog.Log {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Clock: h.clock})
	if err != nil {
		t.Fatal(err)
	}
	h.appendTo(t, log, 0, upTo)
	return log
}

// clock is the time of the record that is being appended.
func (h *history) clock() time.Time { return h.now }

// appendTo appends a part of the log.
func (h *history) appendTo(t testing.TB, log eventlog.Log, from, upTo int) {
	t.Helper()
	for _, r := range h.log[from:upTo] {
		h.now = r.At
		value, err := event.Encode(r.Event)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(t.Context(), eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{{Value: value}}}); err != nil {
			t.Fatal(err)
		}
	}
}
