package wandb

import (
	"testing"
	"time"

	"runledger/query/read"
)

func TestLayers(t *testing.T) {
	for _, c := range []struct{ object, layer, want string }{
		{"", "", "{}"},
		{`{"a":1,"b":NaN}`, "", `{"a":1,"b":NaN}`},
		{`{"a":1,"b":NaN}`, `{"a":null,"c":2}`, `{"b":NaN,"c":2}`},
		{`{"a":1}`, `{"a":2}`, `{"a":2}`},
		{`{"a":1}`, `{"a":null}`, `{}`},
		{"", `{"a":{"b":1}}`, `{"a":{"b":1}}`},
	} {
		got, err := layered([]byte(c.object), []byte(c.layer))
		if err != nil || string(got) != c.want {
			t.Errorf("%s under %s: %s, %v", c.object, c.layer, got, err)
		}
	}
}

func TestCrashedIsDerived(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	tables := RunTables{Clock: func() time.Time { return now }}
	for state, want := range map[string]string{"running": "crashed", "preempting": "crashed", "finished": "finished", "": ""} {
		if got := tables.stateNow(RunData{State: state, LastActive: now.Add(-read.Grace - time.Second)}); got != want {
			t.Errorf("%q late: %q", state, got)
		}
		if got := tables.stateNow(RunData{State: state, LastActive: now.Add(-read.Grace)}); got != state {
			t.Errorf("%q in time: %q", state, got)
		}
	}
}
