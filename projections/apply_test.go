package projections

import (
	"testing"
	"time"

	"runledger/event/pb"
)

// fold applies events one second apart and returns the state.
func fold(t *testing.T, events ...*pb.Event) *runState {
	t.Helper()
	keys, st := newKeyTable(), newRunState(1, 1, 0)
	for i, e := range events {
		_, kind, err := bodyOf(e)
		if err != nil {
			t.Fatal(err)
		}
		c := change{off: uint64(i), at: time.Unix(int64(i), 0), ev: e}
		if _, err := apply(&c, st, kind, keys); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

func finished(code int32) *pb.Event {
	return &pb.Event{Body: &pb.Event_RunFinished{RunFinished: &pb.RunFinished{Run: 1, ExitCode: code}}}
}

func began() *pb.Event {
	return &pb.Event{Body: &pb.Event_RunStateChanged{RunStateChanged: &pb.RunStateChanged{Run: 1, State: pb.RunStateChanged_STATE_RUNNING}}}
}

func TestStates(t *testing.T) {
	for name, c := range map[string]struct {
		events []*pb.Event
		state  string
	}{
		"begins running":       {[]*pb.Event{points(1, nil)}, stateRunning},
		"exit 0":               {[]*pb.Event{finished(0)}, stateFinished},
		"exit 1":               {[]*pb.Event{finished(1)}, stateFailed},
		"exit 255":             {[]*pb.Event{finished(255)}, stateKilled},
		"speaks after the end": {[]*pb.Event{finished(1), points(1, []int64{1}, series("a", 1))}, stateRunning},
		"resumed":              {[]*pb.Event{finished(0), began()}, stateRunning},
	} {
		if got := fold(t, c.events...).state; got != c.state {
			t.Errorf("%s: %s, want %s", name, got, c.state)
		}
	}
}

func TestGapsBeforeAResumeAreNotComputeTime(t *testing.T) {
	st := fold(t, began(), points(1, nil), points(1, nil), finished(0), began(), points(1, nil))
	if st.seconds != 4 { // 0–3 and 4–5
		t.Errorf("%v seconds, want 4", st.seconds)
	}
	if st := fold(t, began(), points(1, nil), began(), points(1, nil)); st.seconds != 2 { // crashed after 1, resumed at 2
		t.Errorf("%v seconds after a crash, want 2", st.seconds)
	}
}

func TestWholeSummaryTurnsLastValuesOff(t *testing.T) {
	set := func(json string, replace bool) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{Run: 1, Json: []byte(json), Replace: replace}}}
	}
	keys := newKeyTable()
	keys.no("a")
	st := fold(t, points(1, []int64{1}, series("a", 1)), set(`{"best":2}`, false))
	if got := string(st.summary.text(st.series, keys)); got != `{"a":1,"best":2}` {
		t.Error(got)
	}
	st = fold(t, points(1, []int64{1}, series("a", 1)), set(`{"x":NaN}`, true), points(1, []int64{2}, series("a", 3)))
	if got := string(st.summary.text(st.series, keys)); got != `{"x":NaN}` {
		t.Error(got)
	}
}

func TestMalformedEventsChangeNothing(t *testing.T) {
	for name, e := range map[string]*pb.Event{
		"too few times":    {Body: &pb.Event_RunPoints{RunPoints: &pb.RunPoints{Run: 1, Steps: []int64{1, 2}, TimesMs: []int64{1}}}},
		"too few values":   points(1, []int64{1, 2}, series("a", 1)),
		"row out of range": points(1, []int64{1}, &pb.Series{Key: "a", Values: []float64{1}, Rows: []uint32{7}}),
		"config no object": {Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: 1, Json: []byte(`[1]`)}}},
		"summary cut":      {Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{Run: 1, Json: []byte(`{"a":`)}}},
	} {
		_, kind, err := bodyOf(e)
		if err != nil {
			t.Fatal(err)
		}
		st := newRunState(1, 1, 0)
		if _, err := apply(&change{ev: e}, st, kind, newKeyTable()); err == nil {
			t.Errorf("%s: applied", name)
		}
		if !st.fresh || st.dirty {
			t.Errorf("%s: changed the state", name)
		}
	}
}

func TestUnnumberedConsoleLinesFollowTheLast(t *testing.T) {
	lines := func(numbers ...int64) *pb.Event {
		c := &pb.RunConsole{Run: 1}
		for _, n := range numbers {
			c.Lines = append(c.Lines, &pb.ConsoleLine{Line: n})
		}
		return &pb.Event{Body: &pb.Event_RunConsole{RunConsole: c}}
	}
	a, b := lines(-1, -1, 7, -1), lines(-1)
	st := fold(t, a, b)
	for i, want := range []int64{0, 1, 7, 8} {
		if got := a.GetRunConsole().Lines[i].Line; got != want {
			t.Errorf("line %d is number %d, want %d", i, got, want)
		}
	}
	if got := b.GetRunConsole().Lines[0].Line; got != 9 || st.consoleLines != 10 {
		t.Errorf("the next is number %d of %d", got, st.consoleLines)
	}
}
