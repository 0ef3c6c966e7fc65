package runs

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"runledger/event/pb"
	"runledger/query/filter"
)

// drawField is a field that runs have, mostly.
func drawField(r *rand.Rand) filter.Field {
	switch r.IntN(3) {
	case 0:
		return filter.Field{Scope: filter.Run, Name: pickOne(r, filter.RunFields()...)}
	case 1:
		return filter.Field{Scope: filter.Summary, Path: []string{pickOne(r, nasty...)}}
	}
	f := filter.Field{Scope: filter.Config, Path: []string{pickOne(r, nasty...)}}
	if r.IntN(4) == 0 {
		f.Path = append(f.Path, pickOne(r, nasty...))
	}
	return f
}

// drawExpr writes an expression as text and reads it: only what can be asked.
func drawExpr(r *rand.Rand, depth int) filter.Expr {
	if depth > 0 {
		switch r.IntN(6) {
		case 0:
			return &filter.Not{Term: drawExpr(r, depth-1)}
		case 1, 2:
			return &filter.And{Terms: []filter.Expr{drawExpr(r, depth-1), drawExpr(r, depth-1)}}
		case 3, 4:
			return &filter.Or{Terms: []filter.Expr{drawExpr(r, depth-1), drawExpr(r, depth-1)}}
		}
	}
	for {
		text := drawField(r).String()
		lit := func() string {
			switch r.IntN(8) {
			case 0:
				return pickOne(r, "9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615", "9007199254740994.0", "1e300", "1e19")
			case 1:
				return pickOne(r, "true", "false", "NaN", "Infinity", "-Infinity", `"NaN"`)
			case 2, 3:
				return pickOne(r, "0", "1", "2", "0.25", "-0.0", "0.1", "100", "3")
			case 4:
				return pickOne(r, `"-200s"`, `"2020-01-01"`, `"running"`, `"crashed"`, `"finished"`, `"baseline"`, `"two words"`)
			}
			return filter.NewText(pickOne(r, append(nasty, "a", "b", "abc", "5", "true")...)).String()
		}
		switch op := pickOne(r, "=", "!=", "<", "<=", ">", ">=", "in", "not in", "=~", "!~", "contains", "starts_with", "has", "exists", "missing"); op {
		case "exists", "missing":
			text += " " + op
		case "in", "not in":
			text += " " + op + " (" + lit() + ", " + lit() + ", " + lit() + ")"
		case "=~", "!~":
			text += " " + op + " " + pickOne(r, `"^s"`, `"(?i)B"`, `"."`, `"\\d$"`, `"^$"`, `"a|ö"`, `"^\\P{L}"`, `"(?s).\n"`, `"[^a-z]+$"`, `"(?P<x>a)b?"`)
		default:
			text += " " + op + " " + lit()
		}
		if e, err := filter.Parse(text); err == nil {
			return e
		}
	}
}

// The engine finds what the model finds, for random filters and orders.
func TestFindsWhatTheModelFinds(t *testing.T) {
	seed := testSeed()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	w := newWorld(t)
	w.fill(r, 150)
	w.create("other", &pb.RunCreated{RunId: "elsewhere"})
	w.change(r)
	compareWithModel(t, w, r, 250)
}

// People's edits lie over what trainers sent.
func TestFindsWhatPeopleEdited(t *testing.T) {
	seed := testSeed()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	w := newWorld(t)
	w.fill(r, 60)
	w.edit(r)
	if !w.source(w.live()).edits {
		t.Fatal("the edits weren't noticed")
	}
	compareWithModel(t, w, r, 150)
}

// edit edits config and summary of some runs.
func (w *world) edit(r *rand.Rand) {
	w.t.Helper()
	for no := range w.runs {
		if r.IntN(3) > 0 {
			continue
		}
		for _, e := range []*pb.Event{
			{Body: &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: no, SetJson: strictObject(r), Removed: []string{pickOne(r, nasty...)}}}},
			{Body: &pb.Event_RunSummaryEdited{RunSummaryEdited: &pb.RunSummaryEdited{Run: no, SetJson: strictObject(r)}}},
		} {
			w.do(e)
		}
		w.facts(no)
	}
}

// strictObject draws an object without bare NaN and infinities, which people can't send.
func strictObject(r *rand.Rand) []byte {
	for {
		if o := object(r, 1, 5); json.Valid([]byte(o)) {
			return []byte(o)
		}
	}
}

// change changes, deletes and asks to stop some runs.
func (w *world) change(r *rand.Rand) {
	for no, m := range w.runs {
		switch r.IntN(8) {
		case 0:
			if m.reported {
				w.draw(r, m)
				w.report(no)
			}
		case 1:
			w.do(&pb.Event{Body: &pb.Event_RunStopRequested{RunStopRequested: &pb.RunStopRequested{Run: no}}})
			w.facts(no)
		case 2:
			w.do(&pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: no}}})
			w.facts(no)
		}
	}
}

func compareWithModel(t *testing.T, w *world, r *rand.Rand, times int) {
	t.Helper()
	telling := 0
	defer func() { t.Logf("%d of %d filters found some runs but not most", telling, times) }()
	for i := range times {
		sel := selection{}
		if i%5 != 0 {
			sel.filter = drawExpr(r, 3)
		}
		for range r.IntN(4) {
			sel.keys = append(sel.keys, filter.Key{Field: drawField(r), Desc: r.IntN(2) == 0})
		}
		s := w.source(w.live())
		got, err := w.table.find(context.Background(), s, sel)
		if err != nil {
			t.Fatalf("%s\n%v\n%v\n%s", sel.filter, sel.keys, err, s.ordered(sel, nil).SQL)
		}
		want := w.find(sel.filter, sel.keys)
		if n := len(want); n > 0 && n < len(w.runs)/2 {
			telling++
		}
		if !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("filter %v sort %v\n got %v\nwant %v", sel.filter, sel.keys, got, want)
			explain(t, w, sel, got, want)
			return
		}
	}
}

// explain shows the first run that differs.
func explain(t *testing.T, w *world, sel selection, got, want []uint64) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i < len(got) && i < len(want) && got[i] == want[i] {
			continue
		}
		for _, list := range [][]uint64{got, want} {
			if i < len(list) {
				m := w.runs[list[i]]
				t.Logf("run %d: %s %s", m.No, m.config, m.summary)
				filter.Walk(sel.filter, func(c *filter.Condition) {
					v := w.of(m, c.Field)
					t.Logf("   %s: %c %+v", c, v.kind, v)
				})
				for _, k := range sel.keys {
					t.Logf("   %s: %+v", k, w.of(m, k.Field))
				}
			}
		}
		q := w.source(w.live()).ordered(sel, nil)
		t.Logf("%s\n%v", q.SQL, q.Params)
		return
	}
}
