package wandb

import "testing"

func TestEditsAreWhatChanged(t *testing.T) {
	for _, c := range []struct{ now, wanted, edits string }{
		{"", `{"a":1}`, `{"a":1}`},
		{`{"a":1,"b":NaN,"c":{"x":1,"y":[1,2]}}`, `{"c":{"y":[1.0,2],"x":1e0},"b":NaN,"a":1}`, ""},
		{`{"t":1.7955e+09,"s":"ü"}`, `{"t":1795500000.0,"s":"\u00fc"}`, ""},
		{`{"n":9007199254740993}`, `{"n":9007199254740992}`, `{"n":9007199254740992}`},
		{`{"a":1}`, `{"a":NaN,"d":{"x":[Infinity,1]}}`, `{"a":"NaN","d":{"x":["Infinity",1]}}`},
		{`{"a":1}`, `{"a":1,"_wandb":{"t":2}}`, ""},
		{`{"a":[1]}`, `{"a":[1,2]}`, `{"a":[1,2]}`},
	} {
		got, err := editsOf([]byte(c.now), []byte(c.wanted))
		if err != nil || string(got) != c.edits {
			t.Errorf("%s → %s: %s, %v", c.now, c.wanted, got, err)
		}
	}
}
